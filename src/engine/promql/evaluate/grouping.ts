import { type LabelSet, labelValue, METRIC_NAME_LABEL } from '../../../shared/domain/series.ts';
import { EMPTY_LABELS, pickLabels } from '../../model/labels.ts';
import type { VectorSeries } from './values.ts';

/** Series that an aggregation puts together, and the labels of the result. */
export interface SeriesGroup {
  readonly labels: LabelSet;
  readonly members: VectorSeries[];
}

/** Picks the labels of a group: `by` keeps the named ones, `without` drops them and the metric's name. */
export function groupingLabels(
  grouping: readonly string[],
  without: boolean,
): (labels: LabelSet) => LabelSet {
  if (without) {
    const dropped = new Set([...grouping, METRIC_NAME_LABEL]);
    return (labels) => pickLabels(labels, dropped, 'drop');
  }
  if (grouping.length === 0) return () => EMPTY_LABELS;
  const kept = new Set(grouping);
  return (labels) => pickLabels(labels, kept, 'keep');
}

interface GroupNode<T> {
  readonly next: Map<string, GroupNode<T>>;
  group: T | undefined;
}

/** Finds the group of a series by walking over its labels: no label set or key is made but for new groups. */
export class Groups<T> {
  readonly #names: readonly string[];
  readonly #dropped: ReadonlySet<string> | null;
  readonly #labelsOf: (labels: LabelSet) => LabelSet;
  readonly #create: (labels: LabelSet, first: LabelSet) => T;
  readonly #root: GroupNode<T> = { next: new Map(), group: undefined };
  readonly #list: T[] = [];

  /** `create` makes the group of the labels that its series share, when the first of them is there. */
  constructor(
    grouping: readonly string[],
    without: boolean,
    create: (labels: LabelSet, first: LabelSet) => T,
  ) {
    this.#names = [...new Set(grouping)].sort();
    this.#dropped = without ? new Set([...grouping, METRIC_NAME_LABEL]) : null;
    this.#labelsOf = groupingLabels(grouping, without);
    this.#create = create;
  }

  /** All groups, in the order of their first series. */
  list(): readonly T[] {
    return this.#list;
  }

  find(labels: LabelSet): T {
    const node = this.#dropped === null ? this.#walkNamed(labels) : this.#walkOthers(labels, this.#dropped);
    if (node.group === undefined) {
      node.group = this.#create(this.#labelsOf(labels), labels);
      this.#list.push(node.group);
    }
    return node.group;
  }

  #walkNamed(labels: LabelSet): GroupNode<T> {
    let node = this.#root;
    for (const name of this.#names) node = nextNode(node, labelValue(labels, name));
    return node;
  }

  #walkOthers(labels: LabelSet, dropped: ReadonlySet<string>): GroupNode<T> {
    let node = this.#root;
    for (const [name, value] of labels) {
      if (!dropped.has(name)) node = nextNode(nextNode(node, name), value);
    }
    return node;
  }
}

function nextNode<T>(node: GroupNode<T>, key: string): GroupNode<T> {
  let next = node.next.get(key);
  if (next === undefined) {
    next = { next: new Map(), group: undefined };
    node.next.set(key, next);
  }
  return next;
}

/** The groups of an aggregation in the order of their first series. */
export function groupSeries(
  series: readonly VectorSeries[],
  grouping: readonly string[],
  without: boolean,
): readonly SeriesGroup[] {
  const groups = new Groups<SeriesGroup>(grouping, without, (labels) => ({ labels, members: [] }));
  for (const one of series) groups.find(one.labels).members.push(one);
  return groups.list();
}
