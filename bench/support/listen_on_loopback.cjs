/** Preloaded into a Node program that would listen on all of the machine's addresses: it listens on 127.0.0.1. */
const { Server } = require("node:net");
const { listen } = Server.prototype;
Server.prototype.listen = function (port, ...rest) {
  const callback = rest.filter((argument) => typeof argument === "function");
  return Number.isInteger(port)
    ? listen.call(this, { port, host: "127.0.0.1" }, ...callback)
    : listen.call(this, port, ...rest);
};
