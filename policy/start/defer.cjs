/**
 * Lets a module be loaded at the first look into it, instead of when it is required.
 *
 * @param {string} file its path, as `require.resolve` answers it.
 */
exports.defer = function defer(file) {
  if (file in require.cache) return;
  const { Module } = require("node:module");
  const deferred = new Module(file, module);
  let exported;
  const load = () => {
    if (exported === undefined) {
      Reflect.deleteProperty(require.cache, file);
      exported = require(file);
    }
    return exported;
  };
  deferred.filename = file;
  deferred.loaded = true;
  deferred.exports = new Proxy(
    {},
    {
      get: (_, key) => load()[key],
      has: (_, key) => key in load(),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, key) => {
        const found = Reflect.getOwnPropertyDescriptor(load(), key);
        // A proxy may not call fixed what its target does not have.
        return found && { ...found, configurable: true };
      },
    },
  );
  require.cache[file] = deferred;
};
