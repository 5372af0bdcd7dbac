// An echo by the ws package, over TLS where it is given files of a certificate and its key: prints its port, then a line for
// each connection that ends.
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { WebSocketServer } from 'ws';
import { serve } from './echo.mjs';

const [cert, key] = process.argv.slice(2).map((file) => readFileSync(file));
const carrier = cert ? https.createServer({ cert, key }) : http.createServer();
const server = new WebSocketServer({
  server: carrier,
  maxPayload: 64 << 20,
  perMessageDeflate: { threshold: 0 },
  handleProtocols: (offered) => (offered.has('echo') ? 'echo' : false),
});

carrier.listen(0, '127.0.0.1', () => console.log(carrier.address().port));
server.on('connection', serve);
