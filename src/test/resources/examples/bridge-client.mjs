// In a page, or with: BRIDGE_TOKEN=... node bridge-client.mjs ws://127.0.0.1:7001
const url = `${process.argv[2]}/eventbus/websocket?token=${process.env.BRIDGE_TOKEN}`;
const socket = new WebSocket(url);
const send = (frame) => socket.send(JSON.stringify(frame));
const address = "integrator.hello";

socket.onopen = () => {
  send({ type: "register", address, ack: true });
  setInterval(() => send({ type: "ping" }), 10_000);
};
socket.onmessage = ({ data }) => {
  const frame = JSON.parse(data);
  console.log(frame.type, frame.address, frame.body);
  if (frame.type === "registered") {
    send({ type: "publish", address, body: { text: "Hello from JavaScript" } });
  }
};
socket.onclose = ({ code, reason }) => console.log("closed", code, reason);
