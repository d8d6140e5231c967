import { AppError } from '../../../shared/errors.ts';
import type { HttpApiSwitch } from '../../http-api/http-api-switch.ts';
import type { HandlersOf } from '../router.ts';
import type { Desktop } from './app-handlers.ts';

/** Handlers of `httpApi.*`; none answers the token. */
export function createHttpApiHandlers(
  httpApi: HttpApiSwitch,
  desktop: Pick<Desktop, 'copyText'>,
  activeId: () => string | null,
): HandlersOf<'httpApi'> {
  const requireId = (): string => {
    const id = activeId();
    if (id === null) {
      throw new AppError('unavailable', 'No environment is open; create one or start the demo.');
    }
    return id;
  };
  return {
    'httpApi.getState': () => {
      const id = activeId();
      return id === null ? null : httpApi.getState(id);
    },
    'httpApi.update': (choice) => httpApi.update(requireId(), choice),
    'httpApi.renewToken': () => httpApi.renewToken(requireId()),
    'httpApi.copyToken': async () => desktop.copyText(await httpApi.readToken(requireId())),
  };
}
