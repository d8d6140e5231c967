import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../errors.ts';
import { exportGrafanaDashboard } from './export-grafana.ts';
import { importGrafanaDashboard } from './import-grafana.ts';

/** Words that the importer looks for, taken from its own source, so that random files reach deep into it. */
function knownWords(): string[] {
  const sources = [
    'field-codec.ts',
    'options-codec.ts',
    'panel-codec.ts',
    'target-codec.ts',
    'variable-codec.ts',
    '../migrate/graph-panel.ts',
    '../migrate/graph-overrides.ts',
    '../migrate/graph-thresholds.ts',
    '../migrate/singlestat-panel.ts',
    '../migrate/table-panel.ts',
    '../migrate/heatmap-panel.ts',
    '../migrate/single-value-options.ts',
    '../migrate/field-config.ts',
    '../migrate/rows.ts',
    '../migrate/unwrap.ts',
    '../migrate/resource-panel.ts',
    '../migrate/resource-layout.ts',
    '../migrate/resource-dashboard.ts',
  ].map((name) => readFileSync(new URL(name, import.meta.url), 'utf8'));
  const words = sources.flatMap((source) =>
    [...source.matchAll(/'([\w.-]+)'/g)].map((match) => match[1] ?? ''),
  );
  return [...new Set(words.flatMap((word) => word.split('.')))].filter(
    (word) => word !== '' && word !== '__proto__',
  );
}

const WORDS = knownWords();

const { node } = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.oneof(
      fc.constantFrom(...WORDS, '$a', '/x/', '70,90', 'null'),
      fc.constantFrom(null, true, false, 0, 1, 2, -1, 1e300, 0.5),
    ),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...WORDS), tie('node'), { maxKeys: 8, noNullPrototype: true }),
  ),
}));

const PANEL_TYPES = [
  'graph',
  'singlestat',
  'table',
  'table-old',
  'heatmap',
  'stat',
  'gauge',
  'timeseries',
  'row',
  'text',
];

const panel = fc
  .record({
    type: fc.constantFrom(...PANEL_TYPES),
    rest: fc.dictionary(fc.constantFrom(...WORDS), node, { maxKeys: 12 }),
  })
  .map(({ type, rest }) => ({ ...rest, type }));

const file = fc.oneof(
  node,
  fc.record({ title: node, panels: fc.array(panel, { maxLength: 4 }), templating: node, annotations: node }),
  fc.record({
    rows: fc.array(fc.record({ panels: fc.array(panel, { maxLength: 3 }), height: node }), { maxLength: 3 }),
  }),
  fc.record({
    spec: fc.record({ elements: fc.dictionary(fc.string(), node), layout: node, variables: node }),
  }),
);

describe('an arbitrary file', () => {
  it('is read or refused with a sentence, and an export of it reads as the same dashboard', () => {
    fc.assert(
      fc.property(file, (json) => {
        let dashboard: ReturnType<typeof importGrafanaDashboard>['dashboard'];
        try {
          dashboard = importGrafanaDashboard(JSON.stringify(json)).dashboard;
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          return;
        }
        const text = exportGrafanaDashboard(dashboard);
        expect(exportGrafanaDashboard(importGrafanaDashboard(text).dashboard)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});
