import { Browser, type Answer } from './client.ts';
import { bodyOf, formsOf, unescape } from './html.ts';
import { pick, weighed } from './numbers.ts';
import type { Citizen, User, Workload } from './workload.ts';

/** What is asked for, by name of the row in the report. */
export const ASKED = {
  home: 'home',
  search: 'search of procedures',
  procedure: 'page of a procedure',
  lookup: 'look-up by code',
  logIn: 'log-in',
  form: 'application: open a step',
  autosave: 'application: save by itself',
  step: 'application: send a step',
  review: 'application: look over',
  submit: 'application: file it',
  mine: 'my dossiers',
  desk: 'desk',
  dossier: "officer's dossier page",
  actPage: 'decision: its page',
  decide: 'decision: done',
} as const;
export type Asked = keyof typeof ASKED;

/**
 * How often each kind of user asks for what, in percent of all requests when citizens are 40 %, officers 22 % and
 * visitors 38 % of the users.
 */
const MIX = {
  visitor: [
    ['home', 9],
    ['search', 9],
    ['procedure', 9],
    ['lookup', 9],
    ['logIn', 2],
  ],
  citizen: [
    ['home', 6],
    ['search', 6],
    ['procedure', 6],
    ['lookup', 6],
    ['form', 8 / 5],
    ['mine', 8],
  ],
  officer: [
    ['desk', 12],
    ['dossier', 7],
    ['decide', 3 / 1.7],
  ],
} as const;

export interface Outcome {
  asked: Asked;
  took: number;
  /** null: as expected; else what went wrong. */
  fault: string | null;
  /** Somebody else had been faster: told in order, not a fault. */
  conflict: boolean;
}

type Step = () => Promise<Outcome>;

/** One person at a browser: each call does one request and thinks of the next. */
export class Person {
  readonly #browser: Browser;
  readonly #user: User;
  readonly #load: Workload;
  readonly #chance: () => number;
  /** What follows from the last answer, before anything else is thought of. */
  #next: Step[] = [];
  /** Dossiers that the desk showed. */
  #seen: string[] = [];
  #filed = false;

  constructor(origin: string, user: User, load: Workload, chance: () => number) {
    this.#user = user;
    this.#load = load;
    this.#chance = chance;
    this.#browser = new Browser(origin, user.kind === 'visitor' ? '' : user.cookie);
  }

  act(): Promise<Outcome> {
    const planned = this.#next.shift();
    return planned ? planned() : this.#begin(weighed(MIX[this.#user.kind], this.#chance));
  }

  close(): void {
    this.#browser.close();
  }

  #begin(asked: Asked): Promise<Outcome> {
    const { procedures, searches, dossierCodes } = this.#load;
    const one = (list: readonly string[]): string => encodeURIComponent(pick(list, this.#chance));
    switch (asked) {
      case 'home':
        return this.#open(asked, '/');
      case 'search':
        return this.#open(asked, `/thu-tuc?q=${one(searches)}`);
      case 'procedure':
        return this.#open(asked, `/thu-tuc/${one(procedures)}`);
      case 'lookup':
        return this.#open(asked, `/tra-cuu?ma=${one(dossierCodes)}`);
      case 'mine':
        return this.#open(asked, '/ho-so');
      case 'logIn':
        return this.#logIn();
      case 'form':
        return this.#apply(this.#user as Citizen);
      case 'dossier':
        return this.#dossier(false);
      case 'decide':
        return this.#dossier(true);
      default:
        return this.#desk();
    }
  }

  async #open(asked: Asked, path: string, look?: (answer: Answer) => void): Promise<Outcome> {
    const answer = await this.#browser.get(path);
    const whole = answer.status === 200 && answer.size > 0;
    // A search that is a code leads to its page, a draft to its step.
    // The page of an act that a colleague has done meanwhile says so.
    const conflict = asked === 'actPage' && answer.status === 403;
    const fault = whole || conflict || answer.status === 303 ? null : `${asked} ${answer.status}`;
    if (whole) look?.(answer);
    return { asked, took: answer.took, fault, conflict };
  }

  async #send(asked: Asked, path: string, body: string, leadsTo: RegExp): Promise<Outcome> {
    const answer = await this.#browser.post(path, body);
    const done = answer.status === 303 && leadsTo.test(answer.location);
    const conflict = asked === 'decide' && (answer.status === 409 || answer.status === 403);
    const fault = done || conflict ? null : `${asked} ${answer.status} ${answer.location}`;
    return { asked, took: answer.took, fault, conflict };
  }

  async #logIn(): Promise<Outcome> {
    this.#browser.cookie = '';
    const name = pick(this.#load.logIns, this.#chance);
    const body = new URLSearchParams({ 'ten-dang-nhap': name, 'mat-khau': this.#load.password });
    return this.#send('logIn', '/dang-nhap', body.toString(), /^\/ho-so$/);
  }

  /** Opens the draft, changes nothing, saves, goes on, looks it over and files it: five requests. */
  #apply(citizen: Citizen): Promise<Outcome> {
    const { id, step, procedure } = citizen.draft;
    if (this.#filed) return this.#open('form', `/nop-ho-so/${procedure}`);
    const path = `/nop-ho-so/ban-nhap/${id}`;
    return this.#open('form', `${path}/${step}`, (answer) => {
      const form = formsOf(answer.body()).find((one) => one.action === `${path}/${step}`);
      if (!form) throw new Error('the form of the draft is not there');
      const body = bodyOf(form);
      this.#next = [
        async () => {
          const saved = await this.#browser.post(`${path}/tu-luu?buoc=${step}`, body);
          const fault = saved.status === 200 ? null : `autosave ${saved.status}`;
          return { asked: 'autosave', took: saved.took, fault, conflict: false };
        },
        () => this.#send('step', `${path}/${step}`, body, /\/ban-nhap\//),
        () =>
          this.#open('review', `${path}/xem-lai`, (page) => {
            const last = formsOf(page.body()).find((one) => one.action.endsWith('/xem-lai'));
            if (!last) throw new Error('the form that files the draft is not there');
            this.#filed = true;
            this.#next = [
              () =>
                this.#send('submit', `${path}/xem-lai`, bodyOf(last, { 'cam-ket': '1' }), /^\/ho-so\/\d+/),
            ];
          }),
      ];
    });
  }

  #desk(): Promise<Outcome> {
    return this.#open('desk', '/mot-cua', (answer) => {
      this.#seen = [
        ...new Set([...answer.body().matchAll(/\/mot-cua\/ho-so\/(\d+)"/g)].map((match) => match[1]!)),
      ];
    });
  }

  #dossier(decide: boolean): Promise<Outcome> {
    if (this.#seen.length === 0) return this.#desk();
    const id = pick(this.#seen, this.#chance);
    return this.#open('dossier', `/mot-cua/ho-so/${id}`, (answer) => {
      if (decide) this.#decide(answer.body());
    });
  }

  /** Plans the first act that the page offers: at once when it needs nothing, else by way of its page. */
  #decide(html: string): void {
    const quick = formsOf(html).find(
      (form) => ACT.test(form.action) && form.fields.some(([name]) => name === 'revision'),
    );
    if (quick) {
      this.#next = [() => this.#send('decide', quick.action, bodyOf(quick), /^\/mot-cua\/ho-so\/\d+$/)];
      return;
    }
    const link = [...html.matchAll(/<a\b[^>]*class="btn btn--main"[^>]*href="([^"]+)"/g)]
      .map((match) => unescape(match[1]!))
      .find((href) => ACT.test(href));
    if (!link) return;
    this.#next = [
      () =>
        this.#open('actPage', link, (answer) => {
          const form = formsOf(answer.body()).find((one) => one.action === link);
          if (!form) throw new Error(`the form of ${link} is not there`);
          const set: Record<string, string> = {};
          const [edge] = form.buttons.filter(([name]) => name === 'edge');
          if (edge) set['edge'] = edge[1];
          for (const [name, value] of form.fields) {
            if (value === '' && REASONS.includes(name))
              set[name] = 'Hồ sơ đầy đủ, hợp lệ, đủ điều kiện giải quyết.';
          }
          this.#next = [() => this.#send('decide', link, bodyOf(form, set), /^\/mot-cua\/ho-so\/\d+$/)];
        }),
    ];
  }
}

/** Acts that lead a dossier on and need nothing that only a person at the counter knows. */
const ACT = /^\/mot-cua\/ho-so\/\d+\/(?:tiep-nhan|chuyen|phan-cong|trinh|duyet|ky|cap-so)$/;
const REASONS = ['opinion', 'note', 'result.summary'];
