package io.marketswarm.log;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes lines to the console and the files from a thread of its own, so that no event loop ever
 * waits for a disk. When lines come faster than the disk takes them, the newest are dropped and the
 * loss is said.
 */
final class Sink implements AutoCloseable {
  private static final int QUEUED_LINES = 16_384;
  private static final long CLOSE_WAIT_MILLIS = 2_000;

  private sealed interface Item {}

  private record Write(Line line) implements Item {}

  private record Flush(CountDownLatch done) implements Item {}

  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(QUEUED_LINES);
  private final AtomicLong dropped = new AtomicLong();
  private final Map<String, LogFile> files = new HashMap<>();
  private final LogSettings settings;
  private final PrintStream console;
  private final Thread writer;
  private volatile boolean closed;
  private boolean filesFailed;

  Sink(LogSettings settings, PrintStream console) {
    this.settings = settings;
    this.console = console;
    this.writer = new Thread(this::drain, "log-writer");
    writer.setDaemon(true);
    writer.start();
  }

  void accept(Line line) {
    if (!queue.offer(new Write(line))) {
      dropped.incrementAndGet();
    }
  }

  /** Waits until everything said so far has been written. */
  void flush() {
    CountDownLatch done = new CountDownLatch(1);
    try {
      if (queue.offer(new Flush(done), CLOSE_WAIT_MILLIS, TimeUnit.MILLISECONDS)) {
        done.await(CLOSE_WAIT_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    flush();
    closed = true;
    writer.interrupt();
  }

  private void drain() {
    try {
      while (!closed) {
        Item item = queue.take();
        while (item != null) {
          if (item instanceof Write write) {
            write(write.line());
          } else if (item instanceof Flush flush) {
            flushAll();
            flush.done().countDown();
          }
          item = queue.poll();
        }
        flushAll();
      }
    } catch (InterruptedException stop) {
      flushAll();
    }
    for (LogFile file : files.values()) {
      try {
        file.close();
      } catch (IOException lost) {
        reportFileTrouble(lost);
      }
    }
  }

  private void write(Line line) {
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      String message =
          lost + " log lines were dropped: they came faster than they could be written";
      emit(new Line(line.millis(), "node", Level.WARN, message, null));
    }
    emit(line);
  }

  private void emit(Line line) {
    String text = settings.json() ? line.json() : line.human();
    if (settings.console()) {
      console.println(text);
    }
    if (settings.folder() != null) {
      try {
        fileOf(line.service(), settings.folder()).write(text);
      } catch (IOException lost) {
        reportFileTrouble(lost);
      }
    }
  }

  private LogFile fileOf(String service, Path folder) throws IOException {
    LogFile file = files.get(service);
    if (file == null) {
      file = new LogFile(folder, service, settings.command());
      files.put(service, file);
    }
    return file;
  }

  private void flushAll() {
    console.flush();
    for (LogFile file : files.values()) {
      try {
        file.flush();
      } catch (IOException lost) {
        reportFileTrouble(lost);
      }
    }
  }

  private void reportFileTrouble(IOException lost) {
    if (!filesFailed) {
      filesFailed = true;
      console.println("cannot write log files in " + settings.folder() + ": " + lost.getMessage());
    }
  }
}
