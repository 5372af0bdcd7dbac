// What every server of these tests does with a WebSocket, and how it tells of the end.
export function serve(socket) {
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
}
