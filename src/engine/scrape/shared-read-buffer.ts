import type { Socket } from 'node:net';
import { buildConnector } from '../http/undici.ts';

type Connector = ReturnType<typeof buildConnector>;

const BUFFER_BYTES = 256 * 1024;

/** All connections of a thread read into this: what is read is taken in at once, before the next read. */
let shared: Buffer | null = null;

/**
 * Connects without TLS. Node would allocate 64 KiB for each read, which costs more than the read itself; these
 * connections use one buffer again and again. Bytes that nobody takes in the turn of their arrival are lost, so a
 * response must not be paused.
 */
export const connectWithSharedBuffer = (options: buildConnector.BuildOptions): Connector => {
  shared ??= Buffer.allocUnsafeSlow(BUFFER_BYTES);
  const buffer = shared;
  return (target, callback) => {
    let socket: Socket | null = null;
    let arrived: Buffer | null = null;
    let isReading = false;
    const onread = {
      buffer,
      callback: (length: number): boolean => {
        arrived = buffer.subarray(0, length);
        socket?.emit('readable');
        arrived = null;
        return true;
      },
    };
    const connect = buildConnector({ ...options, onread } as buildConnector.BuildOptions);
    return connect(target, (...result) => {
      const connected = result[1];
      if (result[0] === null && connected !== null) {
        socket = connected;
        const read = connected.read.bind(connected);
        connected.read = (size?: number) => {
          if (arrived === null) {
            // Nothing is ever kept in the socket: it is asked to start reading, and (`read(0)`) to end.
            if (size === undefined && isReading) return null;
            isReading = true;
            return read(size);
          }
          const bytes = arrived;
          arrived = null;
          return bytes;
        };
      }
      callback(...result);
    });
  };
};
