// Speaks HTTP/2 over TLS with a gateway in front of an echoing service: node http2-client.mjs PORT CA-FILE
import { connect } from 'node:http2';
import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';

const [port, ca] = process.argv.slice(2);
const session = connect(`https://a.test:${port}`, {
  ca: readFileSync(ca),
  lookup: (host, options, done) =>
    options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4),
});

const ask = (head, body) =>
  new Promise((resolve, reject) => {
    const stream = session.request(head, { endStream: body === undefined });
    const pieces = [];
    let answer;
    stream.on('response', (fields) => (answer = fields));
    stream.on('data', (piece) => pieces.push(piece));
    stream.on('error', reject);
    stream.on('end', () => resolve({ status: answer[':status'], fields: answer, body: Buffer.concat(pieces) }));
    if (body !== undefined) stream.end(body);
  });

const one = await ask({ ':path': '/one?x=1', cookie: 'a=1; b=2' });
assert.equal(one.status, 200);
assert.match(one.body.toString(), /^GET \/one\?x=1 HTTP\/1\.1\r\n/);

const large = Buffer.alloc(1 << 20, 'y');
const echo = await ask({ ':method': 'POST', ':path': '/echo' }, large);
assert.ok(echo.body.subarray(echo.body.length - large.length).equals(large));

const many = await Promise.all(Array.from({ length: 90 }, (_, i) => ask({ ':path': `/${i}` })));
many.forEach((answer, i) => assert.match(answer.body.toString(), new RegExp(`^GET /${i} `)));

assert.equal(session.remoteSettings.maxConcurrentStreams, 100);
session.close();
console.log('passed');
