// WebSockets over HTTP/2 (RFC 8441) where the first argument is "offers": Node's http2 carries them, the ws package reads and writes
// their frames. Over TLS where it is given files of a certificate and its key, and there by the upgrade of HTTP/1.1 too. Prints as
// server.mjs does, and a line for each connection of HTTP/2.
import { readFileSync } from 'node:fs';
import http2 from 'node:http2';
import WebSocket, { WebSocketServer } from 'ws';
import { serve } from './echo.mjs';

const [offers, ...files] = process.argv.slice(2);
const [cert, key] = files.map((file) => readFileSync(file));
const settings = { enableConnectProtocol: offers === 'offers' };
const server = cert
  ? http2.createSecureServer({ cert, key, settings, allowHTTP1: true })
  : http2.createServer({ settings });
new WebSocketServer({ server, handleProtocols: () => 'echo' }).on('connection', (socket) => {
  console.log('upgraded');
  serve(socket);
});

server.on('session', () => console.log('session'));
server.on('stream', (stream, headers) => {
  stream.on('error', (error) => console.log('stream ' + error.message));
  const asked = headers[':method'] === 'CONNECT' && headers[':protocol'] === 'websocket';
  const strange = ['sec-websocket-key', 'upgrade', 'connection'].some((name) => name in headers);
  if (!asked || strange || headers[':path'] === '/refused') {
    stream.respond({ ':status': asked && !strange ? 403 : 200 });
    stream.end('no WebSocket');
    return;
  }
  stream.respond({ ':status': 200, 'sec-websocket-protocol': 'echo' });
  const socket = new WebSocket(null, undefined, { autoPong: true }); // as the package's own server makes them
  socket.setSocket(stream, Buffer.alloc(0), { maxPayload: 64 << 20, skipUTF8Validation: false });
  serve(socket);
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
