"""The inbox assistant for job seekers: reads mail, understands recruiters, leaves drafts. It never sends.

This is the map. Data flows one way:

    mailbox ──Arrival──▶ mail ──Message──▶ understanding ──Verdict, Facts──▶ etiquette ──Plan | Silence──▶ reply
       ▲                                        ▲                                ▲                           │
       │                                  models/ (arrays)   application, agenda (from ledger and calendars) │
       └──────────────────────────────────────────Draft──────────────────────────────────────────────────────┘

A module imports only from rooms below its own:

    cli/            commands, exit codes; the only place that prints
    report/         what a person looks at: figures of the whole search in one file, the digest of the morning
                    | upkeep/ setup and preview, schedule (cron, systemd, launchd), health, doctor, notices
    demo.py         a mailbox made from fixtures/demo, dated relative to now
    watch.py        stay connected and poll when something arrives
    by_hand/        applications as the user arranges them: edit, merge, split, bring in, take back
    poller/         one pass over one mailbox: read pass, the user's marks, write pass
    training/       corpus, fit, evaluation: the only room with scikit-learn
    mailbox/        the contract and its backends (IMAP, Gmail, Maildir, mbox, .eml), credentials, signing in
                    | ledger/ tables, migrations | calendars.py reads .ics
                    | learned.py the model in use: the user's own, or the shipped one
    reply/          compose a Draft from a Plan; letters/*.j2
    etiquette/      pure rules, no clock, no I/O: decide(...) about a message, as_time_passes(...) about an
                    application, fulfil(...) what the user asks for
    application.py  one role at one company | interview.py from proposal to end
                    | agenda.py free and busy, working days | promise.py what is due
    understanding/  labels (the codebook), classifier (numpy only), facts, suspicion
    mail/           bytes to Message: headers, body, sender, invitation
    config/         every setting with its default; reads one TOML file, all mistakes reported at once
    outline.py      values as JSON, for the ledger and `--json` | private_file.py files for the user alone
    shipped.py      where models/ and fixtures/ lie
    errors.py       split by who must act
"""
