import type { Transformation } from '../../../../shared/domain/dashboard-panel.ts';
import type { JsonObject } from '../../../../shared/domain/json.ts';
import { fitsPattern } from '../../../lib/re2-search.ts';
import { calculateField } from './calculate-field.ts';
import { convertFields, filterFields, organizeFields, renameFields } from './field-steps.ts';
import type { Frame } from './frame.ts';
import { joinFramesBy, mergeFrames } from './join-frames.ts';
import { matrixOf } from './matrix-step.ts';
import { filterRows, groupRows, limitRows, reduceFrames, seriesRows, sortRows } from './row-steps.ts';
import { textAt } from './transform-options.ts';

type Step = (frames: readonly Frame[], options: JsonObject) => readonly Frame[];

const each =
  (change: (frame: Frame, options: JsonObject) => Frame): Step =>
  (frames, options) =>
    frames.map((frame) => change(frame, options));

function filterByRefId(frames: readonly Frame[], options: JsonObject): readonly Frame[] {
  const include = textAt(options, 'include');
  const exclude = textAt(options, 'exclude');
  const fits = (pattern: string, { refId }: Frame): boolean =>
    pattern.startsWith('/') ? fitsPattern(pattern, refId) : pattern.split('|').includes(refId);
  return frames.filter(
    (frame) => (include === '' || fits(include, frame)) && (exclude === '' || !fits(exclude, frame)),
  );
}

const STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ['merge', (frames) => [mergeFrames(frames)]],
  [
    'joinByField',
    (frames, options) => {
      const by = textAt(options, 'byField');
      if (by !== '') return [joinFramesBy(frames, by)];
      const hasLabels = frames.some(({ fields }) => fields.some(({ type }) => type === 'string'));
      return [hasLabels ? mergeFrames(frames) : joinFramesBy(frames, 'Time')];
    },
  ],
  ['concatenate', (frames) => [mergeFrames(frames)]],
  ['organize', each(organizeFields)],
  ['filterFieldsByName', each(filterFields)],
  ['renameByRegex', each(renameFields)],
  ['convertFieldType', each(convertFields)],
  ['sortBy', each(sortRows)],
  ['limit', each(limitRows)],
  ['filterByValue', each(filterRows)],
  ['groupBy', each(groupRows)],
  ['calculateField', each(calculateField)],
  ['reduce', reduceFrames],
  ['seriesToRows', seriesRows],
  ['filterByRefId', filterByRefId],
  ['groupingToMatrix', each(matrixOf)],
  // Each series is a frame of its own from the beginning.
  [
    'prepareTimeSeries',
    (frames, options) => (textAt(options, 'format') === 'wide' ? [joinFramesBy(frames, 'Time')] : frames),
  ],
  // Labels are columns from the beginning.
  ['labelsToFields', (frames) => frames],
]);

/** Transformations that tables apply; others are named in the panel. */
export const TABLE_TRANSFORMATIONS: ReadonlySet<string> = new Set([...STEPS.keys(), 'seriesToColumns']);

/** What a panel's transformations make of its frames, in their order; what is not known here changes nothing. */
export function transformFrames(
  frames: readonly Frame[],
  transformations: readonly Transformation[],
): readonly Frame[] {
  let shaped = frames;
  for (const { id, options, disabled } of transformations) {
    if (disabled === true) continue;
    shaped = STEPS.get(id === 'seriesToColumns' ? 'joinByField' : id)?.(shaped, options) ?? shaped;
  }
  return shaped;
}
