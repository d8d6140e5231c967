import { describeTokenSource, type EndpointAuth, type TokenReading } from '../../shared/domain/auth.ts';
import { AppError } from '../../shared/errors.ts';
import { originOf } from '../environments/origin.ts';
import type { TokenApprovals, TokenUse } from './approvals.ts';
import { type ReadToken, readTokenFrom } from './read-token.ts';

/** A command's token is used again for so long: scrapes come every few seconds. */
const COMMAND_REUSED_MS = 30_000;

type TokenTarget = { readonly auth: EndpointAuth; readonly url: string };

/** Asks, where it is needed, whether a target of the open environment may have its token. Throws AppError `canceled`. */
export type AllowToken = (target: TokenTarget) => Promise<void>;

/** Tokens from commands, variables and files, each for one environment and one origin, and only where a person allowed it. */
export interface TokenSources {
  readonly notices: readonly string[];
  read(use: TokenUse): Promise<TokenReading>;
  /**
   * Asks the person at this computer where it was not allowed before; `confirm` shows a question of the system, which
   * no page can answer. Throws AppError `canceled`.
   */
  requireApproval(
    environmentId: string,
    target: TokenTarget,
    confirm: (question: string) => Promise<boolean>,
  ): Promise<void>;
}

function describeUse({ source, origin }: TokenUse): string {
  const what =
    source.kind === 'command'
      ? `Run “${describeTokenSource(source)}”`
      : `Read ${describeTokenSource(source)}`;
  return `${what} and send what it gives to ${origin} as a token?`;
}

/** Makes it. */
export function createTokenSources(options: {
  readonly approvals: TokenApprovals;
  /** Keeps a token out of the log. */
  watch(token: string): void;
  readonly monotonicMs: () => number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}): TokenSources {
  const { approvals } = options;
  const held = new Map<string, { readonly reading: Promise<ReadToken>; readonly untilMs: number }>();

  function readOnce({ source }: TokenUse): Promise<ReadToken> {
    if (source.kind !== 'command') return readTokenFrom(source, options.environment);
    const key = JSON.stringify(source.argv);
    const now = options.monotonicMs();
    const known = held.get(key);
    if (known !== undefined && now < known.untilMs) return known.reading;
    const reading = readTokenFrom(source, options.environment);
    held.set(key, { reading, untilMs: now + COMMAND_REUSED_MS });
    return reading;
  }

  return {
    notices: approvals.notices,
    async read(use) {
      if (!approvals.has(use)) {
        return {
          state: 'not_approved',
          message: `The token comes from ${use.source.kind === 'command' ? 'the command ' : ''}${describeTokenSource(use.source)}, which was not allowed on this computer.`,
        };
      }
      const read = await readOnce(use);
      if (!('value' in read)) return { state: 'failed', message: read.message };
      options.watch(read.value);
      return { state: 'read', value: read.value };
    },
    async requireApproval(environmentId, { auth, url }, confirm) {
      if (auth.kind !== 'token_source') return;
      const use = { environmentId, source: auth.source, origin: originOf({ url }) };
      if (approvals.has(use)) return;
      if (!(await confirm(describeUse(use)))) {
        throw new AppError(
          'canceled',
          'The source of the token was not allowed on this computer, so nothing was changed.',
        );
      }
      await approvals.add(use);
    },
  };
}
