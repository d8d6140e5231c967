import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { createRpcConnection, type RpcPort } from './port.ts';

interface Calculator {
  add(a: number, b: number): Promise<number>;
  fail(): Promise<never>;
  columns(n: number): Promise<Float64Array>;
  never(): Promise<void>;
}
interface Events {
  ticked(n: number): void;
}
const METHODS = ['add', 'fail', 'columns', 'never'] as const;

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const channel of channels.splice(0)) channel.port1.close();
});

function asRpcPort(port: MessagePort): RpcPort {
  return {
    postMessage: (message, transfer) => port.postMessage(message, [...transfer]),
    onMessage: (listener) => port.on('message', listener),
  };
}

function connect() {
  const channel = new MessageChannel();
  channels.push(channel);
  const near = createRpcConnection(asRpcPort(channel.port1));
  const far = createRpcConnection(asRpcPort(channel.port2));
  const moved: Float64Array[] = [];
  far.serve<Calculator>(
    METHODS,
    {
      add: async (a: number, b: number) => a + b,
      fail: async () => {
        throw new AppError('not_found', 'no such thing', { line: 3 });
      },
      columns: async (n: number) => {
        const column = new Float64Array(n).fill(7);
        moved.push(column);
        return column;
      },
      never: () => new Promise<void>(() => undefined),
    },
    (value) => (value instanceof Float64Array ? [value.buffer as ArrayBuffer] : []),
  );
  return { near, far, moved, client: near.createClient<Calculator>([...METHODS]) };
}

describe('rpc over a port', () => {
  it('answers calls', async () => {
    await expect(connect().client.add(2, 3)).resolves.toBe(5);
  });

  it('keeps an error’s code and details', async () => {
    await expect(connect().client.fail()).rejects.toMatchObject({ code: 'not_found', details: { line: 3 } });
  });

  it('moves buffers instead of copying them', async () => {
    const { client, moved } = connect();
    const column = await client.columns(4);
    expect([...column]).toEqual([7, 7, 7, 7]);
    expect(moved[0]?.length).toBe(0);
  });

  it('rejects a method that the other side does not serve', async () => {
    const { far } = connect();
    const client = far.createClient<Calculator>(['add']);
    await expect(client.add(1, 1)).rejects.toMatchObject({ code: 'internal' });
  });

  it('delivers events', async () => {
    const { near, far } = connect();
    const heard = new Promise<number>((resolve) => near.listen<Events>(['ticked'], { ticked: resolve }));
    far.createSender<Events>(['ticked']).ticked(9);
    await expect(heard).resolves.toBe(9);
  });

  it('rejects open and later calls once the other side is gone', async () => {
    const { near, client } = connect();
    const open = client.never();
    near.disconnect('the engine has stopped');
    await expect(open).rejects.toMatchObject({ code: 'unavailable' });
    await expect(client.add(1, 1)).rejects.toThrow('the engine has stopped');
  });
});
