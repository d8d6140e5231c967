/** Tells of the computer going to sleep and waking up (Electron's powerMonitor). */
export interface PowerEvents {
  on(event: 'suspend' | 'resume', listener: () => void): unknown;
}

/** Lets the open environment's engine rest while the computer sleeps, so that it can say why there are no samples. */
export function followPower(
  power: PowerEvents,
  setAsleep: (asleep: boolean) => Promise<void>,
  failure: (message: string, error: unknown) => void,
): void {
  const tell = (asleep: boolean) => (): void => {
    setAsleep(asleep).catch((error: unknown) => failure('the engine was not told of a sleep', error));
  };
  power.on('suspend', tell(true));
  power.on('resume', tell(false));
}
