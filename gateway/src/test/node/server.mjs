// An echo by the ws package: prints its port, then a line for each connection that ends.
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  maxPayload: 64 << 20,
  perMessageDeflate: { threshold: 0 },
  handleProtocols: (offered) => (offered.has('echo') ? 'echo' : false),
});

server.on('listening', () => console.log(server.address().port));
server.on('connection', (socket) => {
  socket.on('message', (data, binary) => {
    if (!binary && data.toString() === 'close me') {
      socket.close(4003, 'as you wish');
    } else if (!binary && data.toString() === 'ping me') {
      socket.ping('are you there');
    } else if (!binary && data.toString() === 'large') {
      socket.send(Buffer.alloc(17 << 20), { compress: false });
    } else {
      socket.send(data, { binary });
    }
  });
  socket.on('pong', (data) => socket.send('pong ' + data));
  socket.on('error', (error) => console.log('error ' + error.message));
  socket.on('close', (code, reason) => console.log('closed ' + code + ' ' + reason));
});
