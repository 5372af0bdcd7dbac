// The ws package as a client: runs one scenario against a URL, prints what came of it, and fails where that is wrong.
import WebSocket from 'ws';

const [url, scenario] = process.argv.slice(2);

function open(options = {}) {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, 'echo', options);
    socket.waiting = [];
    socket.came = [];
    socket.on('message', (data, binary) => {
      const next = socket.waiting.shift();
      next ? next({ data, binary }) : socket.came.push({ data, binary });
    });
    socket.ended = new Promise((end) => socket.on('close', (code, reason) => end({ code, reason: reason.toString() })));
    socket.on('open', () => resolve(socket));
    socket.on('unexpected-response', (request, response) => reject(new Error('status ' + response.statusCode)));
    socket.on('error', (error) => reject(error));
  });
}

function message(socket) {
  return new Promise((resolve) => {
    const ready = socket.came.shift();
    ready ? resolve(ready) : socket.waiting.push(resolve);
  });
}

function same(what, got, expected) {
  if (Buffer.compare(Buffer.from(got), Buffer.from(expected)) !== 0) {
    throw new Error(what + ': not what was sent');
  }
}

async function echo(options) {
  const socket = await open(options);
  if (socket.protocol !== 'echo') throw new Error('subprotocol: ' + socket.protocol);
  for (const size of [0, 1, 125, 126, 127, 1000, 65535, 65536, 200000, (1 << 20) - 64]) {
    const data = Buffer.alloc(size);
    for (let i = 0; i < size; i++) data[i] = (i * 31) ^ (i >> 3);
    socket.send(data);
    const back = await message(socket);
    if (!back.binary) throw new Error('binary came back as text');
    same('binary of ' + size, back.data, data);
  }
  const text = 'h\u00e9llo \u65e5\u672c\u8a9e \u{1F600} '.repeat(500);
  socket.send(text);
  same('text', (await message(socket)).data, text);
  for (const piece of ['\u65e5\u672c', '', '\u8a9e']) socket.send(piece, { fin: false });
  socket.send('!', { fin: true });
  same('fragments', (await message(socket)).data, '\u65e5\u672c\u8a9e!');
  for (let i = 0; i < 2000; i++) socket.send('message ' + i);
  for (let i = 0; i < 2000; i++) same('message ' + i, (await message(socket)).data, 'message ' + i);
  const pong = new Promise((resolve) => socket.once('pong', resolve));
  socket.ping('hello');
  same('pong', await pong, 'hello');
  socket.send('ping me');
  same('pong of the server', (await message(socket)).data, 'pong are you there');
  socket.close(4002, 'enough');
  return socket.ended;
}

const scenarios = {
  plain: () => echo({ perMessageDeflate: false }),
  deflate: async () => {
    const options = { perMessageDeflate: { threshold: 0 } };
    const probe = await open(options);
    if (!probe.extensions.includes('permessage-deflate')) throw new Error('extensions: ' + probe.extensions);
    probe.close();
    await probe.ended;
    return echo(options);
  },
  closed: async () => {
    const socket = await open();
    socket.send('close me');
    return socket.ended;
  },
  large: async () => {
    const socket = await open({ perMessageDeflate: false });
    socket.send(Buffer.alloc((1 << 20) + 1));
    return socket.ended;
  },
  largeAnswer: async () => {
    const socket = await open({ perMessageDeflate: false, maxPayload: 64 << 20 });
    socket.send('large');
    return socket.ended;
  },
  wait: async () => {
    const socket = await open();
    socket.send('here');
    await message(socket);
    console.log('open');
    return socket.ended;
  },
};

const end = await scenarios[scenario]();
console.log('ended ' + end.code + ' ' + end.reason);
