import type { HttpApiSwitch } from '../../http-api/http-api-switch.ts';
import type { HandlersOf } from '../router.ts';
import type { Desktop } from './app-handlers.ts';

/** Handlers of `httpApi.*`; none answers the token. */
export function createHttpApiHandlers(
  httpApi: HttpApiSwitch,
  desktop: Pick<Desktop, 'copyText'>,
): HandlersOf<'httpApi'> {
  return {
    'httpApi.getState': () => httpApi.getState(),
    'httpApi.update': (choice) => httpApi.update(choice),
    'httpApi.renewToken': () => httpApi.renewToken(),
    'httpApi.copyToken': async () => desktop.copyText(await httpApi.readToken()),
  };
}
