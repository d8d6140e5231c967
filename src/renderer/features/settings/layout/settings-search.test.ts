import { createElement, Fragment } from 'react';
import { describe, expect, it } from 'vitest';
import { holdsAll, textOf, wordsOf } from './settings-search.ts';

describe('search in settings', () => {
  it('finds all words in any order and case', () => {
    expect(holdsAll('Keep history for', wordsOf('HISTORY keep'))).toBe(true);
    expect(holdsAll('Keep history for', wordsOf('history size'))).toBe(false);
  });

  it('shows everything for an empty search', () => {
    expect(holdsAll('anything', wordsOf('  '))).toBe(true);
  });

  it('reads the text inside elements', () => {
    const code = createElement('code', null, 'promtool');
    expect(textOf(createElement(Fragment, null, 'Grafana, ', code, ' and ', 3))).toBe(
      'Grafana, promtool and 3',
    );
  });
});
