// biome-ignore-all lint/suspicious/noTemplateCurlyInString: tells how references are written
import { describe, expect, it } from 'vitest';
import { draftOf } from './target-draft.ts';
import { fillTarget, hiddenTargetTemplates, withTargetTemplates } from './target-templates.ts';

const EMPTY = draftOf(undefined);
const VARIABLES = [{ name: 'region', text: 'eu', fileText: 'eu', value: 'eu', origin: 'file' }] as const;

describe('variables in the form of an Alertmanager', () => {
  it('are filled in for use, and kept as written for the file', () => {
    const typed = {
      ...EMPTY,
      url: 'https://am.${region}.example',
      externalLabels: 'cluster="${region}" a="b"',
    };
    const { draft, inUse, errors, written } = fillTarget(typed, VARIABLES);
    expect(draft).toMatchObject({ url: 'https://am.eu.example', externalLabels: 'cluster="eu" a="b"' });
    expect(inUse).toEqual({ url: 'https://am.eu.example', externalLabels: 'cluster="eu" a="b"' });
    expect(errors).toEqual({});
    expect(written).toEqual([
      { path: ['url'], text: 'https://am.${region}.example' },
      { path: ['externalLabels', 'cluster'], text: '${region}' },
    ]);
    const templates = written.map(({ path, text }) => ({
      path: ['alertmanager', ...path],
      text,
      value: 'eu',
    }));
    expect(withTargetTemplates(draft, templates)).toEqual(typed);
  });

  it('without a value are told at their field', () => {
    const { errors, written } = fillTarget({ ...EMPTY, externalUrl: 'https://${zone}.example' }, VARIABLES);
    expect(errors.externalUrl).toContain('zone');
    expect(written).toEqual([]);
  });

  it('stay in fields that the form does not show', () => {
    const hidden = { path: ['alertmanager', 'connection', 'proxy', 'url'], text: '${proxy}', value: 'x' };
    const shown = { path: ['alertmanager', 'url'], text: '${am}', value: 'y' };
    expect(hiddenTargetTemplates([hidden, shown])).toEqual([
      { path: ['connection', 'proxy', 'url'], text: '${proxy}' },
    ]);
  });
});
