import type { z } from 'zod';
import type { ImportReport } from '../../shared/dashboards/grafana/import-report.ts';
import type { Dashboard } from '../../shared/domain/dashboard.ts';
import { AppError, toErrorReply } from '../../shared/errors.ts';
import { REQUEST_NAMES, type RequestName } from '../../shared/ipc/channels.ts';
import { REQUESTS, type Reply, type ReplyOf } from '../../shared/ipc/contract.ts';
import { describeIssue } from '../files/json-format.ts';

/** A reply as a handler may give it: handlers own their data, so that all of it may be read-only. */
type Immutable<T> = [T] extends [undefined]
  ? // biome-ignore lint/suspicious/noConfusingVoidType: a handler without a reply may be a function without a result
    void
  : ImmutableData<T>;

/** Columns stay what they are; a dashboard is read-only already, and its JSON has no end for the compiler. */
type ImmutableData<T> = T extends Float64Array | Uint8Array | Dashboard | ImportReport
  ? T
  : T extends readonly unknown[]
    ? { readonly [K in keyof T]: ImmutableData<T[K]> }
    : T extends object
      ? { readonly [K in keyof T]: ImmutableData<T[K]> }
      : T;

type PayloadOf<N extends RequestName> = z.output<(typeof REQUESTS)[N]['request']>;

/** A function for each request; payloads have been checked, replies will be. */
export type RequestHandlers = {
  readonly [N in RequestName]: (
    payload: PayloadOf<N>,
  ) => Immutable<ReplyOf<N>> | Promise<Immutable<ReplyOf<N>>>;
};

/** The part of RequestHandlers in one namespace ("settings" for all names that start with "settings."). */
export type HandlersOf<Namespace extends string> = Pick<
  RequestHandlers,
  Extract<RequestName, `${Namespace}.${string}`>
>;

/** Answers one request; never rejects. */
export type RequestAnswerer = (payload: unknown) => Promise<Reply<unknown>>;

/**
 * An answerer for each request of the contract: payload checked, handler called, reply checked. `logBug` hears of what
 * is no AppError; the window is told only that it happened. `guard` throws an AppError for what may not be done now.
 */
export function createAnswerers(
  handlers: RequestHandlers,
  logBug: (name: RequestName, error: unknown) => void,
  guard: (name: RequestName, payload: unknown) => void,
): ReadonlyMap<RequestName, RequestAnswerer> {
  async function answer(name: RequestName, payload: unknown): Promise<Reply<unknown>> {
    try {
      const request = REQUESTS[name].request.safeParse(payload);
      if (!request.success) throw new AppError('bad_data', describeIssue(request.error));
      guard(name, request.data);
      const handler = handlers[name] as (payload: unknown) => unknown;
      const reply = REQUESTS[name].reply.safeParse(await handler(request.data));
      // Only the first of maybe thousands of issues: replies are large.
      if (!reply.success) throw new Error(`the reply breaks the contract: ${describeIssue(reply.error)}`);
      return { ok: true, value: reply.data };
    } catch (error) {
      const reply = toErrorReply(error);
      if (reply.code !== 'internal') return { ok: false, error: reply };
      logBug(name, error);
      const message = `Something went wrong inside Sextant (${name}); the log has the details.`;
      return { ok: false, error: { code: 'internal', message } };
    }
  }
  return new Map(REQUEST_NAMES.map((name) => [name, (payload: unknown) => answer(name, payload)]));
}
