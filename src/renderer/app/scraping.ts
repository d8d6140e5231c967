import { request } from '../ipc/client.ts';
import { engineStore } from '../state/engine-store.ts';
import { reportFailure } from '../ui/report-failure.ts';

/** Holds the scraping of the shown environment, or lets it go on; the status is asked for at once, so that all see it. */
export function setScrapingPaused(paused: boolean): void {
  request('engine.setPaused', paused)
    .then(() => engineStore.getState().loadStatus())
    .catch(reportFailure(paused ? 'Scraping was not paused' : 'Scraping does not go on'));
}

/** Pauses scraping, or lets it go on where it is paused; nothing where there is nothing to scrape. */
export function toggleScraping(): void {
  const { status } = engineStore.getState();
  if (status !== null && status.targetsTotal > 0) setScrapingPaused(status.interrupted !== 'paused');
}
