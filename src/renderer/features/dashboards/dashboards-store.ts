import { createStore } from 'zustand/vanilla';
import type { VariableChoices } from '../../../shared/dashboards/variables/resolve-variables.ts';

interface DashboardsState {
  /** The open dashboard of each environment, by the environment's id; absent while its list is shown. */
  readonly open: Readonly<Record<string, string>>;
  /** What was chosen for the variables of a dashboard, by `environment/dashboard`. */
  readonly choices: Readonly<Record<string, VariableChoices>>;
  /** Which annotations are shown where a user chose, by `environment/dashboard` and name. */
  readonly annotations: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
  /** Rows that were opened (true) or closed by hand, by `environment/dashboard/row`. */
  readonly rows: Readonly<Record<string, boolean>>;
  /** Grows when the folder of dashboards was changed from here. */
  readonly revision: number;
  readonly search: string;
  readonly tag: string | null;
  openDashboard(environmentId: string, id: string): void;
  showList(environmentId: string): void;
  choose(key: string, name: string, values: readonly string[]): void;
  showAnnotation(key: string, name: string, shown: boolean): void;
  setRowOpen(key: string, isOpen: boolean): void;
  changed(): void;
}

const NO_ANNOTATIONS: Readonly<Record<string, boolean>> = {};
const NO_CHOICES: VariableChoices = new Map();

/** What is open on the Dashboards page; kept while other pages are shown. */
export const dashboardsStore = createStore<DashboardsState>()((set) => ({
  open: {},
  choices: {},
  annotations: {},
  rows: {},
  revision: 0,
  search: '',
  tag: null,
  openDashboard: (environmentId, id) => set(({ open }) => ({ open: { ...open, [environmentId]: id } })),
  showList: (environmentId) =>
    set(({ open }) => {
      const { [environmentId]: _closed, ...rest } = open;
      return { open: rest };
    }),
  choose: (key, name, values) =>
    set(({ choices }) => ({
      choices: { ...choices, [key]: new Map([...(choices[key] ?? NO_CHOICES), [name, values]]) },
    })),
  showAnnotation: (key, name, shown) =>
    set(({ annotations }) => ({
      annotations: { ...annotations, [key]: { ...annotations[key], [name]: shown } },
    })),
  setRowOpen: (key, isOpen) => set(({ rows }) => ({ rows: { ...rows, [key]: isOpen } })),
  changed: () => set(({ revision }) => ({ revision: revision + 1 })),
}));

/** The choices for a dashboard's variables. */
export function choicesOf(state: DashboardsState, key: string): VariableChoices {
  return state.choices[key] ?? NO_CHOICES;
}

/** Which annotations of a dashboard a user switched on or off. */
export function annotationsOf(state: DashboardsState, key: string): Readonly<Record<string, boolean>> {
  return state.annotations[key] ?? NO_ANNOTATIONS;
}
