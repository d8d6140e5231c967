import type { Environment } from '../../shared/domain/environment.ts';

/** An environment's name where there is no room for a coloured bar: production is told by a word before it. */
export function displayName({ name, kind }: Environment): string {
  return kind === 'production' ? `[PRODUCTION] ${name}` : name;
}
