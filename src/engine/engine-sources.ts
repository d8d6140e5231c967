import { defaultSourceOf, type Environment } from '../shared/domain/environment.ts';
import type { QuerySourceName } from '../shared/domain/query.ts';
import type { RuleGroupView } from '../shared/domain/rule.ts';
import { LOCAL_SOURCE, type QueryServer, type ServerStatus } from '../shared/domain/server.ts';
import type { TargetView } from '../shared/domain/target.ts';
import { AppError } from '../shared/errors.ts';
import type { Clock, Logger } from './ports.ts';
import type { QuerySource } from './query-source.ts';
import { createServerSource, type ServerSource } from './remote/server-source.ts';
import type { ServerTransport } from './remote/server-transport.ts';

/** How often pages are told that a server may have newer data. */
const SERIES_NOTE_MS = 5_000;
/** How often servers are asked for their targets and alerts, in notes about series. */
const NOTES_PER_POLL = 6;
/** A list that is younger is shown as it is. */
const FRESH_MS = 9_000;
const REPROBE_MS = 600_000;

interface Kept<T> {
  readonly atMs: number;
  readonly list: readonly T[];
}

/** A server with what it said last. */
interface Entry {
  readonly source: ServerSource;
  probedAtMs: number | null;
  targets: Kept<TargetView> | null;
  groups: Kept<RuleGroupView> | null;
}

/** The sources of an environment's queries: its own history and its servers. */
export interface EngineSources {
  /** Throws AppError `not_found` for a server that is gone. */
  forQuery(name: QuerySourceName): QuerySource;
  forRules(): QuerySource;
  /** Whether queries that name no source go to the engine's own history. */
  readonly isLocalDefault: boolean;
  apply(environment: Environment): void;
  statuses(): readonly ServerStatus[];
  /** What servers said last of their targets, and of their rules; asks nothing. */
  knownTargets(): readonly TargetView[];
  knownRuleGroups(): readonly RuleGroupView[];
  /**
   * `own` and what the servers say now; of a named source, its list alone. A server that can't be reached counts with what
   * it said last; it rejects only where there is nothing else to show.
   */
  listTargets(source: QuerySourceName, own: readonly TargetView[]): Promise<readonly TargetView[]>;
  listRuleGroups(source: QuerySourceName, own: readonly RuleGroupView[]): Promise<readonly RuleGroupView[]>;
  close(): void;
}

/** Keeps the servers of an environment; `onPolled` hears when their data may be another. */
export function createEngineSources(options: {
  readonly local: QuerySource;
  readonly transport: ServerTransport;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly environment: Environment;
  onChanged(...topics: readonly ('series' | 'targets' | 'alerts' | 'metadata')[]): void;
}): EngineSources {
  const { local, transport, clock, onChanged } = options;
  let environment = options.environment;
  let entries = new Map<string, Entry>();
  let cancelTimer = (): void => {};
  let notes = 0;
  let closed = false;

  function open(server: QueryServer): Entry {
    const before = entries.get(server.id);
    if (before !== undefined && JSON.stringify(before.source.server) === JSON.stringify(server))
      return before;
    before?.source.close();
    const source = createServerSource(server, transport, clock);
    return { source, probedAtMs: null, targets: null, groups: null };
  }

  function apply(next: Environment): void {
    environment = next;
    const opened = new Map(next.servers.map((server) => [server.id, open(server)]));
    for (const [id, { source }] of entries) if (!opened.has(id)) source.close();
    entries = opened;
    cancelTimer();
    notes = 0;
    if (entries.size > 0 && !closed) tick();
  }

  function tick(): void {
    cancelTimer = clock.setTimer(SERIES_NOTE_MS, tick);
    if (notes++ % NOTES_PER_POLL === 0) void poll();
    // A page that is open asks again; what is fresh is not asked for.
    onChanged('targets', 'alerts');
    if (!isLocalDefault()) onChanged('series');
  }

  function isLocalDefault(): boolean {
    return defaultSourceOf(environment) === LOCAL_SOURCE;
  }

  async function poll(): Promise<void> {
    const polled = [...entries.values()];
    const wereProbed = polled.map(({ probedAtMs }) => probedAtMs !== null);
    await Promise.all(polled.map(refresh));
    if (closed) return;
    onChanged('targets', 'alerts');
    if (polled.some(({ probedAtMs }, i) => probedAtMs !== null && !wereProbed[i]))
      onChanged('metadata', 'series');
  }

  /** A failure is told by the server's status. */
  async function refresh(entry: Entry): Promise<void> {
    const nowMs = clock.monotonicMs();
    try {
      if (entry.probedAtMs === null || nowMs - entry.probedAtMs > REPROBE_MS) {
        await entry.source.probe();
        entry.probedAtMs = nowMs;
      }
      await Promise.all([loadTargets(entry), loadGroups(entry)]);
    } catch (error) {
      if (error instanceof AppError) return;
      options.logger.error('a server was not asked', {
        server: entry.source.server.id,
        error: String(error),
      });
    }
  }

  async function loadTargets(entry: Entry): Promise<readonly TargetView[]> {
    const list = await entry.source.listTargets();
    entry.targets = { atMs: clock.monotonicMs(), list };
    return list;
  }

  async function loadGroups(entry: Entry): Promise<readonly RuleGroupView[]> {
    const list = await entry.source.listRuleGroups();
    entry.groups = { atMs: clock.monotonicMs(), list };
    return list;
  }

  async function gather<T>(
    name: QuerySourceName,
    own: readonly T[],
    keptBy: (entry: Entry) => Kept<T> | null,
    load: (entry: Entry) => Promise<readonly T[]>,
  ): Promise<readonly T[]> {
    if (name === LOCAL_SOURCE) return own;
    const asked = name == null ? [...entries.values()] : [requireEntry(name)];
    const isAlone = asked.length === 1 && (name != null || (own.length === 0 && !isLocalDefault()));
    const lists = await Promise.all(
      asked.map(async (entry) => {
        const kept = keptBy(entry);
        if (kept !== null && clock.monotonicMs() - kept.atMs < FRESH_MS) return kept.list;
        try {
          return await load(entry);
        } catch (error) {
          if (!(error instanceof AppError) || (isAlone && kept === null)) throw error;
          return kept?.list ?? [];
        }
      }),
    );
    return [...(name == null ? own : []), ...lists.flat()];
  }

  function requireEntry(name: string): Entry {
    const entry = entries.get(name);
    if (entry === undefined) {
      throw new AppError(
        'not_found',
        `There is no server "${name}" in this environment any more; choose another source.`,
      );
    }
    return entry;
  }

  function find(name: string): QuerySource {
    return name === LOCAL_SOURCE ? local : requireEntry(name).source;
  }

  apply(environment);
  return {
    forQuery: (name) => find(name ?? defaultSourceOf(environment)),
    forRules: () => find(environment.ruleSource ?? LOCAL_SOURCE),
    get isLocalDefault() {
      return isLocalDefault();
    },
    apply,
    statuses: () => [...entries.values()].map(({ source }) => source.status()),
    knownTargets: () => [...entries.values()].flatMap(({ targets }) => targets?.list ?? []),
    knownRuleGroups: () => [...entries.values()].flatMap(({ groups }) => groups?.list ?? []),
    listTargets: (name, own) => gather(name, own, ({ targets }) => targets, loadTargets),
    listRuleGroups: (name, own) => gather(name, own, ({ groups }) => groups, loadGroups),
    close() {
      closed = true;
      cancelTimer();
      for (const { source } of entries.values()) source.close();
    },
  };
}
