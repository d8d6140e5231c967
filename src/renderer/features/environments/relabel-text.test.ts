import { describe, expect, it } from 'vitest';
import { DEFAULT_RELABEL_CONFIG } from '../../../shared/domain/relabel.ts';
import { formatRelabelSteps, readRelabelSteps } from './relabel-text.ts';

describe('relabelling as it is typed', () => {
  it.each([
    '- source_labels: [__name__]\n  regex: go_.*\n  action: drop\n',
    'metric_relabel_configs:\n  - {source_labels: [__name__], regex: "go_.*", action: DROP}\n',
  ])('reads Prometheus’ form %#', (text) => {
    const step = { ...DEFAULT_RELABEL_CONFIG, sourceLabels: ['__name__'], regex: 'go_.*', action: 'drop' };
    expect(readRelabelSteps(text)).toEqual({ steps: [step], error: null });
  });

  it('reads nothing as no steps, and writes what it reads', () => {
    expect(readRelabelSteps(' \n# later\n')).toEqual({ steps: [], error: null });
    const { steps } = readRelabelSteps(
      '- {target_label: a, replacement: 1}\n- {regex: b, action: labeldrop}\n',
    );
    expect(steps?.[0]?.replacement).toBe('1');
    expect(readRelabelSteps(formatRelabelSteps(steps ?? []))).toEqual({ steps, error: null });
    expect(formatRelabelSteps([])).toBe('');
  });

  it.each([
    ['- action: drop\n- action: hashmod\n  target_label: a\n', /^Line 2: .*requires non-zero modulus/],
    [
      '- source_labels: [a]\n  target_label: b\n  action: reverse\n',
      /^Line 3: unknown relabel action "reverse"/,
    ],
    ['- target_label: a\n  regex: "(?=x)"\n', /^Line 2: the regular expression is not one of RE2/],
    ['- {target_lable: a}\n', /^Line 1: .*target_lable/],
    ['- [\n', /^Line/],
    ['drop everything', /expected array/],
  ])('says what is wrong with %j', (text, error) => {
    expect(readRelabelSteps(text)).toEqual({ steps: null, error: expect.stringMatching(error) });
  });
});
