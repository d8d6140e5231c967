import { describe, expect, it } from 'vitest';
import { expiryStage, listExpiryWarnings } from './expiry.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 1);

describe('expiry', () => {
  it.each([
    [31, null],
    [30, 30],
    [7.5, 30],
    [7, 7],
    [1, 1],
    [0.01, 1],
    [0, 0],
    [-3, 0],
  ])('%s days ahead is stage %s', (days, stage) => {
    expect(expiryStage(NOW + days * DAY, NOW)).toBe(stage);
  });

  it('warns of certificates and tokens once a stage, and not of tokens that are renewed', () => {
    const target = {
      id: 't',
      endpointName: 'Shop',
      certificateExpiresAtMs: NOW + 6 * DAY,
      credentialExpiries: [
        { kind: 'token', expiresAtMs: NOW - 1, isRenewed: false },
        { kind: 'token', expiresAtMs: NOW + 1_000, isRenewed: true },
        { kind: 'client_certificate', expiresAtMs: NOW + 40 * DAY, isRenewed: false },
      ],
    } as const;
    const warnings = listExpiryWarnings([target], NOW);
    expect(warnings.map(({ message, isOver }) => [message, isOver])).toEqual([
      ['The certificate of the server of Shop ends in 6 days, on 2026-11-07 00:00 UTC.', false],
      ['The token of Shop ended on 2026-10-31 23:59 UTC.', true],
    ]);
    const later = listExpiryWarnings([target], NOW + DAY / 2);
    expect(later.map(({ key }) => key)).toEqual(warnings.map(({ key }) => key));
    expect(listExpiryWarnings([target], NOW + 5.5 * DAY)[0]?.key).not.toBe(warnings[0]?.key);
  });
});
