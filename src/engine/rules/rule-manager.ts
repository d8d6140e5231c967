import type { Alert, AlertTransition } from '../../shared/domain/alert.ts';
import type { RuleFile, RuleFileError, RuleGroupView } from '../../shared/domain/rule.ts';
import type { AlertSink } from '../ports.ts';
import type { RuleGroupDefinition } from './definition.ts';
import { type GroupRunner, startGroupRunner } from './group-runner.ts';
import type { RestoreOptions } from './restore.ts';
import { type ExprCheck, type ParsedRuleFile, parseRuleFile } from './rule-file.ts';
import { createRuleGroup, type RuleGroupPorts } from './rule-group.ts';

/** Groups that don't state an interval are evaluated this often. */
export const DEFAULT_EVALUATION_INTERVAL_MS = 15_000;
export const DEFAULT_RESTORE: RestoreOptions = { outageToleranceMs: 3_600_000, forGracePeriodMs: 600_000 };

/** What the rules of an environment need. */
export interface RuleManagerOptions extends RuleGroupPorts {
  readonly alerts: AlertSink;
  readonly checkExpr: ExprCheck;
  readonly defaultIntervalMs: number;
  readonly restore: RestoreOptions;
  /** Called when an evaluation ended or rules were loaded. */
  readonly onChanged: () => void;
  /** Called when a group was evaluated, before its alerts' changes are told. */
  readonly onGroupEvaluated?: (atMs: number, intervalMs: number) => void;
}

/** The rules of one environment: loaded from files, evaluated on their grids. */
export interface RuleManager {
  /**
   * Takes the environment's rule files: groups that did not change keep running, changed ones keep their alerts, and a
   * file with errors keeps the groups it had. Returns the errors of all files. After `close` nothing is taken.
   */
  load(files: readonly RuleFile[]): Promise<readonly RuleFileError[]>;
  listGroups(): readonly RuleGroupView[];
  /** A group as it is loaded, or null. */
  findGroup(file: string, name: string): RuleGroupDefinition | null;
  listErrors(): readonly RuleFileError[];
  /** The alerts of all rules, resolved ones for as long as they are remembered. */
  listAlerts(): readonly Alert[];
  /** Resolves when no evaluation runs. */
  whenIdle(): Promise<void>;
  /** Ends all evaluations; series stay without staleness marks. */
  close(): Promise<void>;
}

interface LoadedGroup {
  readonly definition: RuleGroupDefinition;
  readonly runner: GroupRunner;
}

function groupKey(file: string, name: string): string {
  return `${file}\uffff${name}`;
}

function refuseRepeated({ name }: RuleFile): ParsedRuleFile {
  const message = 'there is another rule file of this name; give it a name of its own';
  return { groups: [], errors: [{ file: name, line: 0, rule: '', message }] };
}

/** Makes a manager without rules; the first `load` restores alerts from the history, later ones don't. */
export function createRuleManager(options: RuleManagerOptions): RuleManager {
  const { clock, alerts } = options;
  const groups = new Map<string, LoadedGroup>();
  const idle: (() => void)[] = [];
  let errors: readonly RuleFileError[] = [];
  let loaded: Promise<unknown> = Promise.resolve();
  let loads = 0;
  let running = 0;
  let isClosed = false;

  function report(transitions: readonly AlertTransition[]): void {
    if (transitions.length > 0) alerts.alertsChanged(transitions);
    options.onChanged();
  }

  const runnerPorts = {
    clock,
    logger: options.logger,
    restore: options.restore,
    started: () => {
      running++;
    },
    ended: (transitions: readonly AlertTransition[], atMs: number, intervalMs: number) => {
      running--;
      options.onGroupEvaluated?.(atMs, intervalMs);
      report(transitions);
      if (running === 0) for (const resolve of idle.splice(0)) resolve();
    },
  };

  function intervalOf(definition: RuleGroupDefinition): number {
    return definition.intervalMs ?? options.defaultIntervalMs;
  }

  async function loadGroup(key: string, definition: RuleGroupDefinition, restored: boolean): Promise<void> {
    const intervalMs = intervalOf(definition);
    const known = groups.get(key);
    if (known === undefined) {
      const group = createRuleGroup(definition, intervalMs, restored, options);
      groups.set(key, { definition, runner: startGroupRunner(group, definition, restored, runnerPorts) });
    } else if (JSON.stringify(known.definition) !== JSON.stringify(definition)) {
      report(await known.runner.update(definition, intervalMs));
      groups.set(key, { definition, runner: known.runner });
    }
  }

  async function removeGroup(key: string, { runner }: LoadedGroup): Promise<void> {
    groups.delete(key);
    await runner.stop();
    report(runner.group.remove(clock.wallMs()));
  }

  async function loadFiles(files: readonly RuleFile[]): Promise<readonly RuleFileError[]> {
    if (isClosed) return errors;
    const restored = loads++ > 0;
    const names = new Set<string>();
    const parsed = files.map((file) => {
      const isRepeated = names.has(file.name);
      names.add(file.name);
      return { file, ...(isRepeated ? refuseRepeated(file) : parseRuleFile(file, options.checkExpr)) };
    });
    errors = parsed.flatMap((entry) => entry.errors);
    const kept = new Set<string>();
    for (const { file, groups: definitions, errors: fileErrors } of parsed) {
      if (fileErrors.length > 0) {
        for (const [key, { definition }] of groups) if (definition.file === file.name) kept.add(key);
        continue;
      }
      for (const definition of definitions) {
        const key = groupKey(definition.file, definition.name);
        kept.add(key);
        await loadGroup(key, definition, restored);
      }
    }
    for (const [key, group] of [...groups]) if (!kept.has(key)) await removeGroup(key, group);
    options.onChanged();
    return errors;
  }

  return {
    load(files) {
      const result = loaded.then(() => loadFiles(files));
      loaded = result.catch(() => undefined);
      return result;
    },
    listGroups: () => [...groups.values()].map(({ runner }) => runner.group.describe()),
    findGroup: (file, name) => groups.get(groupKey(file, name))?.definition ?? null,
    listErrors: () => errors,
    listAlerts: () =>
      [...groups.values()].flatMap(({ runner }) =>
        runner.group.describe().rules.flatMap(({ alerts }) => alerts),
      ),
    whenIdle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
    async close() {
      isClosed = true;
      await loaded;
      await Promise.all(
        [...groups.values()].map(async ({ runner }) => {
          await runner.stop();
          runner.group.close();
        }),
      );
      groups.clear();
    },
  };
}
