/* The least a server can do: one send() for each stream and event. One thread, HTTP/1.1.
   Usage: fan-out-floor PORT; then "publish EVENTS_PER_SECOND SECONDS" on standard input. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST 65536
#define EVENT 250

static int streams[MOST];
static int open_streams;
static long number;

static const char HEAD[] =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    "f\r\nretry: 3000\n\n: \r\n\r\n";

static long long nanos(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void publish(int rate, int seconds) {
  long long begin = nanos();
  for (long i = 0; i < (long)rate * seconds; i++) {
    long long due = begin + i * 1000000000LL / rate;
    struct timespec until = {due / 1000000000LL, due % 1000000000LL};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {
    }
    char event[EVENT + 64], chunk[EVENT + 96];
    int size = snprintf(event, sizeof event, "id: 1795622677624-%ld\nevent: tick\ndata: {\"n\":%010ld,\"t\":%016lld,\"pad\":\"", number, number, nanos());
    number++;
    memset(event + size, 'x', EVENT + 24 - 4 - size);
    size = EVENT + 24 - 4;
    memcpy(event + size, "\"}\n\n", 4);
    size += 4;
    int framed = snprintf(chunk, sizeof chunk, "%x\r\n%.*s\r\n", size, size, event);
    for (int s = 0; s < open_streams; s++) {
      send(streams[s], chunk, framed, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
  }
}

int main(int argc, char **argv) {
  int port = argc > 1 ? atoi(argv[1]) : 0;
  int yes = 1, door = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(door, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  if (bind(door, (struct sockaddr *)&at, sizeof at) || listen(door, 4096)) {
    perror("fan-out-floor");
    return 1;
  }
  printf("ready\n");
  fflush(stdout);
  struct pollfd wait[2] = {{.fd = door, .events = POLLIN}, {.fd = 0, .events = POLLIN}};
  char line[128];
  for (;;) {
    poll(wait, 2, -1);
    if (wait[1].revents) {
      int rate, seconds;
      if (!fgets(line, sizeof line, stdin)) {
        return 0;
      }
      if (sscanf(line, "publish %d %d", &rate, &seconds) == 2) {
        publish(rate, seconds);
        printf("published\n");
        fflush(stdout);
      }
    }
    if (wait[0].revents) {
      char request[4096];
      int stream = accept(door, NULL, NULL);
      if (stream >= 0 && open_streams < MOST) {
        setsockopt(stream, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        if (recv(stream, request, sizeof request, 0) > 0) {
          send(stream, HEAD, sizeof HEAD - 1, MSG_NOSIGNAL);
          streams[open_streams++] = stream;
        }
      }
    }
  }
}
