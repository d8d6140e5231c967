import type { Parameters } from './parameters.ts';
import type { RouteReply } from './reply.ts';

/** One path of the API below /api/v1/. */
export interface Route {
  readonly methods: readonly ('GET' | 'POST')[];
  /** Throws AppError; `name` is the part of the path that a route leaves open, else ''. */
  answer(parameters: Parameters, signal: AbortSignal, name: string): Promise<RouteReply>;
}

/** Shortens a list to a limit (0: none) and says so as Prometheus does. */
export function limitList<T>(
  list: readonly T[],
  limit: number,
): { readonly list: readonly T[]; readonly warnings: readonly string[] } {
  if (limit === 0 || list.length <= limit) return { list, warnings: [] };
  return { list: list.slice(0, limit), warnings: ['results truncated due to limit'] };
}
