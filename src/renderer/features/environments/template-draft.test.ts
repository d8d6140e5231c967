// biome-ignore-all lint/suspicious/noTemplateCurlyInString: tells how references are written
import { describe, expect, it } from 'vitest';
import type { EnvironmentVariable } from '../../../shared/domain/environment-variables.ts';
import { completeUrl, EMPTY_DRAFT } from './endpoint-draft.ts';
import { fillDraft, hiddenTemplates, withTemplates } from './template-draft.ts';

const variables: EnvironmentVariable[] = [
  { name: 'base', text: 'https://shop', value: 'https://shop', origin: 'file', fileText: 'https://shop' },
  { name: 'empty', text: '', value: null, origin: 'file', fileText: '' },
];

describe('a form with variables', () => {
  it('has the values in use beside what is written', () => {
    const draft = { ...EMPTY_DRAFT, url: ' ${base}/metrics', labels: [['stage', '${base}']] as const };
    const filled = fillDraft(draft, variables, completeUrl);
    expect(filled.errors).toEqual({});
    expect(filled.inUse).toEqual({ url: 'https://shop/metrics', 'label 0': 'https://shop' });
    expect(filled.draft).toMatchObject({ url: ' https://shop/metrics', labels: [['stage', 'https://shop']] });
    expect(filled.written).toEqual([
      { path: ['url'], text: '${base}/metrics' },
      { path: ['labels', 'stage'], text: '${base}' },
    ]);
  });

  it('writes what completes a URL around the variable', () => {
    expect(fillDraft({ ...EMPTY_DRAFT, url: '${base}' }, variables, completeUrl).written).toEqual([
      { path: ['url'], text: '${base}/metrics' },
    ]);
  });

  it.each(['${nobody}/metrics', '${empty}/metrics', '${ENV:HOME}/metrics'])(
    'tells at the field that %s has no value',
    (url) => {
      const filled = fillDraft({ ...EMPTY_DRAFT, url }, variables, completeUrl);
      expect(Object.keys(filled.errors)).toEqual(['url']);
      expect(filled.written).toEqual([]);
    },
  );

  it('shows the texts of the file, and keeps those that it does not show', () => {
    const template = (path: string[], text: string) => ({
      path: ['endpoints', 'a', ...path],
      text,
      value: null,
    });
    const templates = [
      template(['url'], '${base}/metrics'),
      template(['labels', 'stage'], '${base}'),
      template(['connection', 'proxy', 'url'], '${base}'),
      template(['connection', 'serverName'], '${base}'),
      { path: ['endpoints', 'b', 'url'], text: '${base}', value: null },
    ];
    const draft = { ...EMPTY_DRAFT, labels: [['stage', 'https://shop']] as const };
    expect(withTemplates(draft, templates, ['endpoints', 'a'])).toMatchObject({
      url: '${base}/metrics',
      labels: [['stage', '${base}']],
      access: { proxyUrl: '${base}' },
    });
    expect(hiddenTemplates(templates, ['endpoints', 'a'])).toEqual([
      { path: ['connection', 'serverName'], text: '${base}' },
    ]);
  });
});
