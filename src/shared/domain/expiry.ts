import type { TargetView } from './target.ts';

const DAY_MS = 86_400_000;
/** Days before the end at which it is warned of; 0 once it is over. */
const STAGES = [0, 1, 7, 30] as const;

export type ExpiryStage = (typeof STAGES)[number];

/** How near an end is: the smallest stage that it lies within; null while it is more than thirty days away. */
export function expiryStage(expiresAtMs: number, nowMs: number): ExpiryStage | null {
  return STAGES.find((days) => expiresAtMs - nowMs <= days * DAY_MS) ?? null;
}

/** Something of a target that ends, and how it is called. */
export interface TargetExpiry {
  readonly name: 'Certificate' | 'Client certificate' | 'Token';
  readonly expiresAtMs: number;
  /** A new one is fetched by itself, so that nobody needs a warning. */
  readonly isRenewed: boolean;
}

/** What of a target or of a server tells of ends. */
type Expiring = Pick<TargetView, 'certificateExpiresAtMs' | 'credentialExpiries'>;

/** All that is known to end of a target or a server: the certificate of the other side, one's own, and the token. */
export function listExpiries({
  certificateExpiresAtMs,
  credentialExpiries,
}: Expiring): readonly TargetExpiry[] {
  return [
    ...(certificateExpiresAtMs === null
      ? []
      : [{ name: 'Certificate', expiresAtMs: certificateExpiresAtMs, isRenewed: false } as const]),
    ...credentialExpiries.map(({ kind, expiresAtMs, isRenewed }) => ({
      name: kind === 'token' ? ('Token' as const) : ('Client certificate' as const),
      expiresAtMs,
      isRenewed,
    })),
  ];
}

/** A warning for a person; `key` is another one at each stage, so that each is told once. */
export interface ExpiryWarning {
  readonly key: string;
  readonly isOver: boolean;
  readonly message: string;
}

/** Warnings thirty, seven and one days ahead, and once it is over. */
export function listExpiryWarnings(
  targets: readonly (Pick<TargetView, 'id' | 'endpointName'> & Expiring)[],
  nowMs: number,
): readonly ExpiryWarning[] {
  return targets.flatMap((target) =>
    listExpiries(target).flatMap(({ name, expiresAtMs, isRenewed }): ExpiryWarning[] => {
      const stage = expiryStage(expiresAtMs, nowMs);
      if (stage === null || isRenewed) return [];
      const on = new Date(expiresAtMs).toISOString().slice(0, 16).replace('T', ' ');
      const whose = name === 'Certificate' ? 'The certificate of the server' : `The ${name.toLowerCase()}`;
      const days = Math.ceil((expiresAtMs - nowMs) / DAY_MS);
      const when =
        stage === 0 ? `ended on ${on} UTC` : `ends in ${days === 1 ? 'a day' : `${days} days`}, on ${on} UTC`;
      return [
        {
          key: JSON.stringify([target.id, name, expiresAtMs, stage]),
          isOver: stage === 0,
          message: `${whose} of ${target.endpointName} ${when}.`,
        },
      ];
    }),
  );
}
