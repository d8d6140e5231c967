import { EventEmitter } from 'node:events';
import { build, type Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';
import { createBridge } from '../../src/preload/bridge.ts';
import { EVENT_NAMES, REQUEST_NAMES } from '../../src/shared/ipc/channels.ts';
import type { Bridge } from '../../src/shared/ipc/contract.ts';

const MAX_PRELOAD_BYTES = 4_096;

function createIpc() {
  const invoked: unknown[][] = [];
  const emitter = new EventEmitter();
  const invoke = async (...args: unknown[]): Promise<unknown> => {
    invoked.push(args);
    return { ok: true };
  };
  const bridge: Bridge = createBridge({
    invoke,
    on: emitter.on.bind(emitter),
    off: emitter.off.bind(emitter),
  }) as Bridge;
  return { bridge, invoked, emitter };
}

describe('the bridge', () => {
  it('has a function for each request and event of the contract, and nothing else', () => {
    const { bridge } = createIpc();
    expect(Object.keys(bridge).sort()).toEqual(['on', 'request']);
    expect(Object.keys(bridge.request).sort()).toEqual([...REQUEST_NAMES].sort());
    expect(Object.keys(bridge.on).sort()).toEqual([...EVENT_NAMES].sort());
    for (const entry of [...Object.values(bridge.request), ...Object.values(bridge.on)]) {
      expect(entry).toBeTypeOf('function');
    }
  });

  it('sends a request on its own channel, whatever is passed beside the payload', async () => {
    const { bridge, invoked } = createIpc();
    for (const name of REQUEST_NAMES) {
      const send = bridge.request[name] as (...args: unknown[]) => Promise<unknown>;
      await send('request:secrets.clear', 'a', 'request:secrets.clear');
    }
    expect(invoked).toEqual(REQUEST_NAMES.map((name) => [`request:${name}`, 'request:secrets.clear', 'a']));
  });

  it('hands a listener the payload alone, until it unsubscribes', () => {
    const { bridge, emitter } = createIpc();
    const heard: unknown[][] = [];
    const unsubscribe = bridge.on['engine.invalidated']((...args: unknown[]) => heard.push(args));
    const event = { sender: 'an object with powers' };
    emitter.emit('event:engine.invalidated', event, ['targets']);
    unsubscribe();
    emitter.emit('event:engine.invalidated', event, ['alerts']);
    expect(heard).toEqual([[['targets']]]);
    expect(emitter.listenerCount('event:engine.invalidated')).toBe(0);
  });

  it('is a preload of less than 4 kB', async () => {
    const result = (await build({
      configFile: false,
      logLevel: 'silent',
      build: {
        write: false,
        minify: true,
        ssr: 'src/preload/index.ts',
        rolldownOptions: { external: ['electron'], output: { format: 'cjs' } },
      },
    })) as Rolldown.RolldownOutput;
    const [chunk, ...others] = result.output;
    expect(others).toEqual([]);
    expect(Buffer.byteLength(chunk.code)).toBeLessThan(MAX_PRELOAD_BYTES);
    expect(chunk.imports).toEqual(['electron']);
  });
});
