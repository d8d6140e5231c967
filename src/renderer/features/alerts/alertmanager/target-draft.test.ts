import { describe, expect, it } from 'vitest';
import { draftOf, toTarget } from './target-draft.ts';

const EMPTY = draftOf(undefined);

describe('the form of an Alertmanager', () => {
  it('makes a target with its labels, and gives the same form back', () => {
    const { target } = toTarget(
      { ...EMPTY, url: ' http://am:9093/x ', externalLabels: 'cluster="eu" b=c' },
      undefined,
    );
    expect(target).toMatchObject({
      url: 'http://am:9093/x',
      auth: { kind: 'none' },
      externalLabels: [
        ['cluster', 'eu'],
        ['b', 'c'],
      ],
      resendDelayMs: 60_000,
    });
    expect(target && toTarget(draftOf(target), target).target).toEqual(target);
  });

  it('asks for a credential again when the address changes', () => {
    const first = toTarget({ ...EMPTY, url: 'https://am', authKind: 'bearer', secret: 's' }, undefined);
    expect(first.secrets).toEqual([['alertmanager/token', 's']]);
    const before = first.target ?? undefined;
    const kept = { ...EMPTY, url: 'https://am/prefix', authKind: 'bearer' } as const;
    expect(toTarget(kept, before).errors).toEqual({});
    expect(toTarget({ ...kept, url: 'https://other' }, before).errors).toHaveProperty('secret');
  });

  it.each([
    [{ url: 'am:9093' }, 'url'],
    [{ url: 'http://am', authKind: 'basic' as const }, 'secret'],
    [{ url: 'http://am', externalLabels: 'a!="b"' }, 'externalLabels'],
    [{ url: 'http://am', externalUrl: 'x' }, 'externalUrl'],
  ])('refuses %j', (changes, field) => {
    expect(toTarget({ ...EMPTY, ...changes }, undefined)).toMatchObject({ target: null });
    expect(toTarget({ ...EMPTY, ...changes }, undefined).errors).toHaveProperty(field);
  });
});
