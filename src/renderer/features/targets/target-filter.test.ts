import { describe, expect, it } from 'vitest';
import type { TargetView } from '../../../shared/domain/target.ts';
import { countTargets, filterTargets } from './target-filter.ts';

function target(id: string, health: TargetView['health'], stage: string, failure = ''): TargetView {
  return {
    id,
    endpointName: `Shop ${id}`,
    url: `http://${id}.example/metrics`,
    labels: [['stage', stage]],
    health,
    lastScrape: failure === '' ? null : { failure: { message: failure } },
  } as unknown as TargetView;
}

const TARGETS = [
  target('a', 'up', 'prod'),
  target('b', 'down', 'prod', 'The connection was refused.'),
  target('c', 'unknown', 'dev'),
  target('d', 'up', 'dev'),
];

const found = (state: 'all' | 'up' | 'down' | 'other', text: string): string[] =>
  filterTargets(TARGETS, { state, text }).map(({ id }) => id);

describe('filterTargets', () => {
  it('puts failing targets first and leaves the others in their order', () => {
    expect(found('all', '')).toEqual(['b', 'c', 'a', 'd']);
  });

  it('wants all words, anywhere, and the state', () => {
    expect(found('all', 'stage="prod"')).toEqual(['b', 'a']);
    expect(found('all', 'SHOP d.example')).toEqual(['d']);
    expect(found('all', 'refused')).toEqual(['b']);
    expect(found('up', 'stage=dev')).toEqual(['d']);
    expect(found('other', '')).toEqual(['c']);
    expect(found('down', 'stage=dev')).toEqual([]);
  });

  it('counts all states', () => {
    expect(countTargets(TARGETS)).toEqual({ all: 4, up: 2, down: 1, other: 1 });
  });
});
