import { createStore } from 'zustand/vanilla';
import type { Dashboard } from '../../../../shared/domain/dashboard.ts';
import type { DataPanel } from '../../../../shared/domain/dashboard-panel.ts';

/** A dashboard that is being changed; kept while other pages and environments are shown. */
export interface Draft {
  /** What the change began with. */
  readonly base: Dashboard;
  readonly present: Dashboard;
  /** Newest last. */
  readonly past: readonly Dashboard[];
  /** What was undone, newest last. */
  readonly future: readonly Dashboard[];
}

/** A panel in the editor; nothing of it is in the dashboard before it is applied. */
export interface EditedPanel {
  readonly panel: DataPanel;
  readonly original: DataPanel;
  /** It was added for this; giving up takes it away again. */
  readonly isNew: boolean;
}

interface EditState {
  /** By `environment/dashboard`. */
  readonly drafts: Readonly<Record<string, Draft>>;
  /** The panel that is open in the editor, by `environment/dashboard`. */
  readonly editedPanels: Readonly<Record<string, EditedPanel>>;
  begin(key: string, dashboard: Dashboard): void;
  /** A step that can be undone; begins where nothing was changed yet. */
  apply(key: string, base: Dashboard, change: (dashboard: Dashboard) => Dashboard): void;
  undo(key: string): void;
  redo(key: string): void;
  /** Forgets the changes. */
  end(key: string): void;
  /** Takes back what `end` forgot. */
  takeBack(key: string, draft: Draft): void;
  openPanel(key: string, panel: DataPanel, isNew: boolean): void;
  changePanel(key: string, panel: DataPanel): void;
  closePanel(key: string): void;
}

const MAX_STEPS = 100;

function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}

/** The dashboards that are being changed, each with its steps. */
export const editStore = createStore<EditState>()((set, get) => {
  const update = (key: string, change: (draft: Draft) => Draft): void => {
    const draft = get().drafts[key];
    if (draft !== undefined) set(({ drafts }) => ({ drafts: { ...drafts, [key]: change(draft) } }));
  };
  return {
    drafts: {},
    editedPanels: {},
    begin: (key, dashboard) =>
      set(({ drafts }) => ({
        drafts: { [key]: { base: dashboard, present: dashboard, past: [], future: [] }, ...drafts },
      })),
    apply: (key, base, change) => {
      get().begin(key, base);
      update(key, (draft) => {
        const next = change(draft.present);
        if (next === draft.present) return draft;
        return {
          ...draft,
          present: next,
          past: [...draft.past, draft.present].slice(-MAX_STEPS),
          future: [],
        };
      });
    },
    undo: (key) =>
      update(key, (draft) => {
        const before = draft.past.at(-1);
        if (before === undefined) return draft;
        return {
          ...draft,
          present: before,
          past: draft.past.slice(0, -1),
          future: [...draft.future, draft.present],
        };
      }),
    redo: (key) =>
      update(key, (draft) => {
        const next = draft.future.at(-1);
        if (next === undefined) return draft;
        return {
          ...draft,
          present: next,
          past: [...draft.past, draft.present],
          future: draft.future.slice(0, -1),
        };
      }),
    end: (key) =>
      set(({ drafts, editedPanels }) => ({
        drafts: without(drafts, key),
        editedPanels: without(editedPanels, key),
      })),
    takeBack: (key, draft) => set(({ drafts }) => ({ drafts: { ...drafts, [key]: draft } })),
    openPanel: (key, panel, isNew) =>
      set(({ editedPanels }) => ({
        editedPanels: { ...editedPanels, [key]: { panel, original: panel, isNew } },
      })),
    changePanel: (key, panel) =>
      set(({ editedPanels }) => {
        const edited = editedPanels[key];
        return edited === undefined ? {} : { editedPanels: { ...editedPanels, [key]: { ...edited, panel } } };
      }),
    closePanel: (key) => set(({ editedPanels }) => ({ editedPanels: without(editedPanels, key) })),
  };
});

/** Whether there is something that is not saved. */
export function isChanged(draft: Draft | undefined): boolean {
  return draft !== undefined && draft.present !== draft.base;
}
