import type { RequestName } from '../../shared/ipc/channels.ts';
import type { Reply, WindowReply } from '../../shared/ipc/contract.ts';
import type { RequestAnswerer } from './router.ts';

/** Namespaces whose requests are about the app, or name the environment that they are about. All others are about the shown one. */
const APP_NAMESPACES: ReadonlySet<string> = new Set([
  'app',
  'settings',
  'environments',
  'notices',
  'compare',
]);

function movedOn(whatBecame: string): Reply<never> {
  const message = `The window shows another environment by now; ${whatBecame}.`;
  return { ok: false, error: { code: 'canceled', message } };
}

const NOT_DONE = movedOn('nothing was done');
/** A change may have been made by then. */
const NOT_ANSWERED = movedOn('what was asked of the one before is not shown');

/** Answers a request of one window; `askedFor` is the environment that its page shows, null where it does not know yet. */
export type ViewAnswerer = (
  name: RequestName,
  payload: unknown,
  askedFor: unknown,
) => Promise<WindowReply<unknown>>;

/**
 * Answers a window's requests for the environment that the window shows, and says in each reply which that was. A request
 * that was made for another one is refused, and so is the answer to one during which another was opened.
 */
export function createViewAnswerer(
  answerers: ReadonlyMap<RequestName, RequestAnswerer>,
  activeId: () => string | null,
): ViewAnswerer {
  return async (name, payload, askedFor) => {
    const answer = answerers.get(name);
    if (answer === undefined) return NOT_DONE;
    if (APP_NAMESPACES.has(name.slice(0, name.indexOf('.')))) return answer(payload);
    const shownId = activeId();
    if (typeof askedFor === 'string' && askedFor !== shownId) return { ...NOT_DONE, environmentId: shownId };
    const reply = await answer(payload);
    const nowId = activeId();
    if (shownId !== null && nowId !== shownId) return { ...NOT_ANSWERED, environmentId: nowId };
    return { ...reply, environmentId: nowId };
  };
}
