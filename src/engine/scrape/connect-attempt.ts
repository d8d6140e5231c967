import { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { ConnectTimings } from '../ports.ts';

/** Times the making of one connection. */
export class ConnectAttempt {
  readonly startedMs: number;
  private readonly monotonicMs: () => number;
  private lookedUpMs: number | null = null;
  private connectedMs: number | null = null;
  private securedMs: number | null = null;

  constructor(monotonicMs: () => number) {
    this.monotonicMs = monotonicMs;
    this.startedMs = monotonicMs();
  }

  /** Follows a socket that is being connected; anything else is ignored. */
  follow(socket: unknown): void {
    if (!(socket instanceof Socket)) return;
    socket.once('lookup', () => {
      this.lookedUpMs = this.monotonicMs();
    });
    socket.once('connect', () => {
      this.connectedMs = this.monotonicMs();
    });
    if (!(socket instanceof TLSSocket)) return;
    socket.once('secureConnect', () => {
      this.securedMs = this.monotonicMs();
    });
  }

  timings(): ConnectTimings {
    const { startedMs, lookedUpMs, connectedMs, securedMs } = this;
    const since = (end: number | null, start: number | null): number | null =>
      end === null ? null : end - (start ?? startedMs);
    return {
      dnsMs: since(lookedUpMs, startedMs),
      connectMs: since(connectedMs, lookedUpMs),
      tlsMs: since(securedMs, connectedMs),
    };
  }
}
