// What one writes in an afternoon with Node and ws: a set of sockets and a loop. Usage: node ws.js PORT
const http = require("http");
const { WebSocketServer } = require("ws");

const viewers = new Set();
const server = http.createServer();

new WebSocketServer({ server, perMessageDeflate: false }).on("connection", (socket, request) => {
  if (request.url.startsWith("/publish")) {
    socket.on("message", (data) => {
      const text = data.toString();
      for (const viewer of viewers) viewer.send(text);
      socket.send("done");
    });
    return;
  }
  viewers.add(socket);
  socket.on("close", () => viewers.delete(socket));
  socket.on("error", () => viewers.delete(socket));
});

server.listen({ port: Number(process.argv[2]), host: "127.0.0.1", backlog: 4096 });
