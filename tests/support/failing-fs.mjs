/**
 * Preloaded with `NODE_OPTIONS=--import`: lets file-system calls of a program fail. The file named by FAILING_FS holds
 * the faults, a line each: CALL TAB PATH TAB N TAB CODE, the N-th call of that name with that path since the file was
 * written; a path may end in `*`. Each call is noted in FAILING_FS.calls: CALL TAB PATH.
 */
import fs from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';

const CONTROL = process.env.FAILING_FS ?? '';
const { appendFileSync, readFileSync, statSync } = fs;
let faults = [];
let stamp = '';

function readFaults() {
  const { mtimeMs, ino, size } = statSync(CONTROL);
  if (stamp === `${mtimeMs} ${ino} ${size}`) return;
  stamp = `${mtimeMs} ${ino} ${size}`;
  faults = readFileSync(CONTROL, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t'))
    .map(([call, path, left, code]) => ({ call, path, left: Number(left), code }));
}

/** The error with which this call is to fail, if any. Code that is loaded is left alone. */
function faultOf(call, path) {
  if (/\/(?:node_modules|dist|bin)\//.test(path)) return undefined;
  readFaults();
  appendFileSync(`${CONTROL}.calls`, `${call}\t${path}\n`);
  const isMeant = (fault) =>
    fault.path.endsWith('*') ? path.startsWith(fault.path.slice(0, -1)) : path === fault.path;
  // each that is meant counts this call
  const [due] = faults.filter((fault) => fault.call === call && isMeant(fault) && --fault.left === 0);
  if (due === undefined) return undefined;
  return Object.assign(new Error(`${due.code}: made to fail, ${call} '${path}'`), { code: due.code });
}

function wrapHandle(handle, path) {
  for (const name of ['stat', 'read', 'readFile', 'write', 'sync', 'datasync', 'close']) {
    const method = handle[name].bind(handle);
    handle[name] = async (...args) => {
      const fault = faultOf(`FileHandle.${name}`, path);
      // a close that fails has let go of the descriptor all the same
      const result = fault === undefined || name === 'close' ? await method(...args) : undefined;
      if (fault !== undefined) throw fault;
      return result;
    };
  }
  return handle;
}

for (const [name, call] of Object.entries(promises).filter(([, value]) => typeof value === 'function')) {
  promises[name] = async (path, ...args) => {
    const fault = faultOf(name, String(path));
    if (fault !== undefined) throw fault;
    const result = await call(path, ...args);
    return name === 'open' ? wrapHandle(result, String(path)) : result;
  };
}

const paths = new Map();

function failIfDue(call, path) {
  const fault = faultOf(call, path);
  if (fault !== undefined) throw fault;
}

for (const name of ['openSync', 'lstatSync', 'statSync', 'readdirSync', 'realpathSync']) {
  const call = fs[name];
  fs[name] = (path, ...args) => {
    failIfDue(name, String(path));
    const result = call(path, ...args);
    if (name === 'openSync') paths.set(result, String(path));
    return result;
  };
}

for (const name of ['fstatSync', 'readSync', 'closeSync']) {
  const call = fs[name];
  fs[name] = (descriptor, ...args) => {
    const path = paths.get(descriptor);
    if (name === 'closeSync') {
      // a close that fails has let go of the descriptor all the same
      call(descriptor);
      paths.delete(descriptor);
    }
    if (path !== undefined) failIfDue(name, path);
    return name === 'closeSync' ? undefined : call(descriptor, ...args);
  };
}

fs.readFileSync = (path, ...args) => {
  const fault = faultOf('readFileSync', path instanceof URL ? path.pathname : String(path));
  if (fault !== undefined) throw fault;
  return readFileSync(path, ...args);
};

const { watch } = fs;
fs.watch = (path, ...args) => {
  const refused = faultOf('watch', String(path));
  if (refused !== undefined) throw refused;
  const watcher = watch(path, ...args);
  const failing = faultOf('FSWatcher error', String(path));
  if (failing !== undefined) setImmediate(() => watcher.emit('error', failing));
  return watcher;
};

syncBuiltinESMExports();
