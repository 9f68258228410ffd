// A gateway of the kind Express applications write: a set of responses, each event encoded once and
// written to every one of them. Plain node:http stands in for Express, which adds to requests only.
// Usage: node fan-out-node.mjs PORT; then "publish EVENTS_PER_SECOND SECONDS" on standard input.
import http from 'node:http';
import readline from 'node:readline';

const EVENT_BYTES = 250;
const clients = new Set();
let number = 0;

const server = http.createServer((request, response) => {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
    Connection: 'keep-alive',
  });
  response.write('retry: 3000\n\n');
  clients.add(response);
  request.on('close', () => clients.delete(response));
});

function publish() {
  const nanos = process.hrtime.bigint();
  const begin =
    `id: 1795622677624-${number}\nevent: tick\n` +
    `data: {"n":${String(number++).padStart(10, '0')},"t":${String(nanos).padStart(16, '0')},"pad":"`;
  const event = begin.padEnd(EVENT_BYTES + 24 - 4, 'x') + '"}\n\n';
  for (const client of clients) {
    client.write(event);
  }
}

function run(rate, seconds) {
  const begin = process.hrtime.bigint();
  const count = rate * seconds;
  let done = 0;
  const timer = setInterval(() => {
    const elapsed = Number(process.hrtime.bigint() - begin) / 1e9;
    while (done < count && done <= elapsed * rate) {
      publish();
      done++;
    }
    if (done >= count) {
      clearInterval(timer);
      console.log('published');
    }
  }, 1);
}

readline.createInterface({input: process.stdin}).on('line', (line) => {
  const [, rate, seconds] = line.split(' ');
  run(Number(rate), Number(seconds));
}).on('close', () => process.exit(0));

server.keepAliveTimeout = 0;
server.listen(Number(process.argv[2]), '127.0.0.1', 4096, () => console.log('ready'));
