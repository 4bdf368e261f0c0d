// What the desk takes and gives. Made by `npm run types` from the desk's own document.

export interface paths {
    "/api/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which election this desk is for, and whether it still waits for its first administrator. */
        get: operations["get_about"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Accounts of one's region, the oldest first. */
        get: operations["get_accounts"];
        put?: never;
        /** Makes accounts from a table (`name,role,region`), all or none; gives their first passwords, this once. */
        post: operations["post_accounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/renew": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives an account a first password again; told this once. */
        post: operations["post_accounts_renew"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{person}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends an account. */
        post: operations["post_accounts_person_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/accounts/{person}/second-factor/off": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes the second factor off an account whose person has lost it; its sessions end. */
        post: operations["post_accounts_person_second_factor_off"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/carry/{from}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was stated from an entry on, with the photos and texts of one's region, as a file to carry away. */
        get: operations["get_carry_from"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes one-time codes by which keys come in. */
        post: operations["post_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/codes/letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Codes as letters to print, one a place. */
        post: operations["post_codes_letters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compose/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What came of an objection, as a text to sign. */
        post: operations["post_compose_answer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compose/objection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** An objection, as a text to sign. */
        post: operations["post_compose_objection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compose/plenary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A plenary, as a text to sign. */
        post: operations["post_compose_plenary"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compose/redaction": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** That a photo, or words beside a statement, are taken out of what is shown, as a text to sign. */
        post: operations["post_compose_redaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compose/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** That a key ends, as a text to sign. */
        post: operations["post_compose_revoke"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compose/ruling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** That a statement stands, as a text to sign. */
        post: operations["post_compose_ruling"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compose/sheet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A sheet's figures, as a text to sign. */
        post: operations["post_compose_sheet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/compose/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** That a sheet is taken back, as a text to sign. */
        post: operations["post_compose_withdrawal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/contests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The election's contests. */
        get: operations["get_contests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/differences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sheets where two people typed different figures. */
        get: operations["get_differences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/enrol": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Registers a key by a code. */
        post: operations["post_enrol"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/enrol/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a code is for, before a key is made. */
        post: operations["post_enrol_begin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The keys of a place and of those below it, revoked ones too. */
        get: operations["get_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/late-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Keys that wait for a second signature. */
        get: operations["get_late_keys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/late-keys/{id}/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Refuses a key. */
        post: operations["post_late_keys_id_refuse"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/late-keys/{id}/sign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Signs, as the second, for a key: the same text, signed by one's own key. */
        post: operations["post_late_keys_id_sign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mandate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One's own people: where they are, what they stated, what differs. */
        get: operations["get_mandate"];
        put?: never;
        /** Makes one-time codes for one's own people. */
        post: operations["post_mandate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mandate/letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Codes as letters to print, one a place. */
        post: operations["post_mandate_letters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/mandate/objections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Objections of one's own people, with by when they are to be answered. */
        get: operations["get_mandate_objections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in what was stated without a network. */
        post: operations["post_notes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notes/{from}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ledger's notes from an entry on. */
        get: operations["get_notes_from"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/objections/{contest}/{region}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Objections of a region and everything in it, or of a station, with by when they are to be answered. */
        get: operations["get_objections_contest_region"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document. */
        get: operations["get_openapi_json"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins the upload of a photo (tus 1.0.0, creation). */
        post: operations["post_photos"];
        delete?: never;
        /** What of tus is understood. */
        options: operations["options_photos"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/photos/{photo}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The bytes of a photo, by its hash. */
        get: operations["get_photos_photo"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /** How many bytes of an upload are safe. */
        head: operations["head_photos_photo"];
        /** Takes more bytes of an upload. */
        patch: operations["patch_photos_photo"];
        trace?: never;
    };
    "/api/plenary/{contest}/{region}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A plenary as it stands: columns, sums, differences. */
        get: operations["get_plenary_contest_region"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plenary/{contest}/{region}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Explains a difference. */
        post: operations["post_plenary_contest_region_explain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plenary/{contest}/{region}/photographed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Looks which pages of a plenary's minutes photos show. */
        post: operations["post_plenary_contest_region_photographed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plenary/{contest}/{region}/print": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sets a plenary's minutes. */
        post: operations["post_plenary_contest_region_print"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plenary/{contest}/{region}/typed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps a plenary's form as somebody typed it by themselves. */
        post: operations["post_plenary_contest_region_typed"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/plenary/{contest}/{region}/{below}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A plenary's stations of a region below it. */
        get: operations["get_plenary_contest_region_below"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/prints/{print}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Minutes that were set. */
        get: operations["get_prints_print"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far everything is, part by part of a region. */
        get: operations["get_progress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Which stations of a region are ready, and what the others lack. */
        get: operations["get_ready"];
        put?: never;
        /** A phone says whether it is ready, signed by its key. */
        post: operations["post_ready"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/reasons": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reasons that a statement may give. */
        get: operations["get_reasons"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/region/{region}/stations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The stations of a region. */
        get: operations["get_region_region_stations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Roles, and what a key of each may state. */
        get: operations["get_roles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who one is and what one may do. */
        get: operations["get_session"];
        put?: never;
        /** Logs in; the session is a cookie. */
        post: operations["post_session"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Logs out. */
        post: operations["post_session_end"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Changes one's own password; one's sessions elsewhere end. */
        post: operations["post_session_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begins to set up one's own second factor: gives a new secret, this once; it counts from its first code on. */
        post: operations["post_session_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/session/second-factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirms the new secret by a code of it; gives recovery codes, this once; one's sessions elsewhere end. */
        post: operations["post_session_second_factor_confirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Makes the first administrator, by the code on the console. */
        post: operations["post_setup"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheets/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Claims the most urgent sheet that one may type. */
        post: operations["post_sheets_next"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheets/{sheet}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Claims a sheet, or goes on with it. */
        post: operations["post_sheets_sheet_claim"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheets/{sheet}/crops/{field}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A field of a sheet, cut out of the first of its photos that shows it, the election's own bodies' before all others'. */
        get: operations["get_sheets_sheet_crops_field"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheets/{sheet}/finalise": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ends the typing of a claimed sheet, as it was saved. */
        post: operations["post_sheets_sheet_finalise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheets/{sheet}/form": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What stands on the paper of a sheet, in the form's order; no figures. */
        get: operations["get_sheets_sheet_form"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheets/{sheet}/give-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Gives a claimed sheet back. */
        post: operations["post_sheets_sheet_give_back"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheets/{sheet}/look": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Shows both entries of a difference, and writes down who has seen them. */
        post: operations["post_sheets_sheet_look"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheets/{sheet}/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The photos of a sheet, page by page, the election's own bodies' before all others', those that have not come too. */
        get: operations["get_sheets_sheet_photos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheets/{sheet}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Decides a difference that one has looked at. */
        post: operations["post_sheets_sheet_resolve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheets/{sheet}/save": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keeps what is typed of a claimed sheet, in part or whole; tells what does not fit. */
        post: operations["post_sheets_sheet_save"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sheets/{sheet}/statement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was agreed on, as a text to sign. */
        get: operations["get_sheets_sheet_statement"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/standing/{contest}/{station}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything stated of a sheet, and what stands. */
        get: operations["get_standing_contest_station"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/standing/{contest}/{station}/photos": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The photos of a station's sheet, page by page. */
        get: operations["get_standing_contest_station_photos"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes a signed statement into the ledger. */
        post: operations["post_statements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/statements/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a statement is in the ledger, by its id. */
        get: operations["get_statements_id"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/statements/{id}/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Takes in the salted text that a statement names. */
        post: operations["post_statements_id_text"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/station/{station}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a station's forms ask for. */
        get: operations["get_station_station"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/station/{station}/held": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is held of a station already: statements, and which of their photos have come. */
        get: operations["get_station_station_held"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What everybody of one's region did. */
        get: operations["get_trail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trail/anchor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Puts the trail's end into the ledger now. */
        post: operations["post_trail_anchor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trail/anchors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the trail has every row that the ledger holds fast. */
        get: operations["get_trail_anchors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/trail/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Reads the whole trail again: whether every row is what its hash says. */
        get: operations["get_trail_check"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unsigned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What two people agreed on and nobody has signed. */
        get: operations["get_unsigned"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description Which election a desk is for. */
        About: {
            /** @description The election's id. */
            election: string;
            /** @description Languages that its words are in. */
            languages: string[];
            name: string;
            /** @description Whether it is a practice: then every page says so. */
            practice: boolean;
            /** @description Whether it waits for its first administrator. */
            setup: boolean;
        };
        /** @description An account as a list has it. */
        Account: {
            /**
             * Format: int64
             * @description When it was ended, milliseconds since 1970.
             */
            ended: number | null;
            /** Format: int64 */
            id: number;
            /** @description Whether its password is still the first one. */
            must_change: boolean;
            name: string;
            /** @description Code of the region; the nation's is empty. */
            region: string;
            region_name: string;
            /** @description Id of the role. */
            role: string;
            /** @description Whether a second factor is asked for beside the password. */
            second_factor: boolean;
        };
        /** @description Accounts. */
        AccountList: {
            accounts: components["schemas"]["Account"][];
            /**
             * Format: int64
             * @description Where the list goes on; none: this is its end.
             */
            next: number | null;
            /** @description What a table of new accounts may say. */
            roles: components["schemas"]["Role"][];
        };
        /** @description What can be done at the desk. */
        Act: "type" | "resolve" | "see" | "follow" | "preside" | "answer" | "object" | "administer" | "inspect" | "vouch" | "mandate" | "redact";
        /** @description What the ledger holds of the trail. */
        AnchorCheck: {
            /**
             * Format: uint
             * @description How many anchors the ledger holds.
             */
            anchors: number;
            /**
             * Format: uint64
             * @description The first entry of the ledger that says another hash than the trail's row has; none: all agree.
             */
            broken: number | null;
            /**
             * Format: uint64
             * @description The first entry that the desk's own table of anchors lacks, or has otherwise than the ledger; none: they are one.
             */
            index: number | null;
            /**
             * Format: int64
             * @description The first row that is not what its hash says, or that is missing; none: all hold.
             */
            row: number | null;
        };
        Begin: {
            code: string;
        };
        /** @description What a code is for. */
        Begun: {
            /** @description Keys that this role has had at this place already, the oldest first. */
            before: components["schemas"]["KeyBefore"][];
            /** @description Ids of the contests held there. */
            contests: string[];
            /** @description Its name. */
            election: string;
            /** @description First words of every statement of this election. */
            header: string;
            /** @description Id of the ledger's definition: no other election, and no practice, has it. */
            ledger: string;
            /** @description How the key's name begins. */
            name: string;
            /** @description The place, in words. */
            place: string;
            /** @description Whether it is a practice. */
            practice: boolean;
            /** @description Role of the key. */
            role: string;
            /** @description Code of the place it acts for. */
            scope: string;
            /** @description Whether what this role states of a station can stand, or lies beside to be compared. */
            stands: boolean;
        };
        /** @description The boxes of a field. */
        Boxes: {
            /**
             * Format: uint8
             * @description How many boxes.
             */
            digits: number;
            /** @description The item's number on the form. */
            item: string;
            name: string;
            /**
             * Format: uint8
             * @description Page, from 1.
             */
            page: number;
        };
        /** @description A candidate, as the list has it. */
        Candidate: {
            name: string;
            /** Format: uint16 */
            number: number;
        };
        Carried: {
            notes: string[];
        };
        /** @description What became of what was carried. */
        Carry: {
            /** @description What was carried and does not agree with what is here. */
            conflicts: components["schemas"]["CarryConflict"][];
            /**
             * Format: uint32
             * @description How many are new here.
             */
            new: number;
            /** @description Of each note, in its order. */
            taken: components["schemas"]["Taken"][];
        };
        /** @description What does not agree. */
        CarryConflict: {
            contest: string;
            /** @description Station's or region's code. */
            place: string;
            /**
             * @description `rivals`: two statements claim the same place; `changed`: the figures below are not those it added up.
             * @enum {string}
             */
            what: "rivals" | "changed";
        };
        /** @description A figure, or why there is none. */
        Cell: number | ("illegible" | "empty" | "not-published" | "no-field" | "withdrawn");
        Change: {
            new: string;
            old: string;
        };
        /** @description A check of a form. */
        Check: {
            /** @description The fields it is about. */
            fields: string[];
            /** @description Whether a sheet that breaks it is in conflict. */
            hard: boolean;
            /** @description Its word. */
            id: string;
            /**
             * @description How its two sides are to be to each other.
             * @enum {string}
             */
            relation: "=" | "<=" | ">=";
            /** @description What must hold, as an expression over the fields. */
            rule: string;
            /** @description What it means. */
            text: {
                [key: string]: string;
            };
        };
        /** @description Whether the trail holds. */
        Checked: {
            /**
             * Format: int64
             * @description Number of the first row that is not what its hash says, or that is missing; none: all hold.
             */
            broken: number | null;
            /** @description Its hash, in hexadecimal. */
            hash: string | null;
            /**
             * Format: int64
             * @description Number of the last row.
             */
            last: number;
        };
        /** @description What a typist is shown: whose sheet, the form's boxes, and what they saved of it. Nothing of anybody else. */
        Claimed: {
            contest: string;
            fields: components["schemas"]["Boxes"][];
            /** @description Id of the form. */
            form: string;
            /** @description What they saved; none: nothing yet. */
            saved: {
                [key: string]: components["schemas"]["SentCell"];
            } | null;
            /** Format: int64 */
            sheet: number;
            station: string;
        };
        /** @description A code that was told. */
        Coded: {
            /** @description As it is typed. */
            code: string;
            /** @description Code of the place it acts for. */
            scope: string;
        };
        Codes: {
            /** @description Codes of stations or regions; a region stands for itself, and where the role is of stations for all of its stations. */
            places: string[];
            /** @description Role of the keys. */
            role: string;
        };
        /** @description A contest's form. */
        ContestForm: {
            /** @description Its checks. */
            checks: components["schemas"]["Check"][];
            /** @description Id of the contest. */
            contest: string;
            /** @description Its fields, in its order. */
            fields: components["schemas"]["Field"][];
            /** @description Id of the form. */
            form: string;
            /** @description What it is called. */
            name: {
                [key: string]: string;
            };
        };
        Contests: {
            /** @description In the profile's order. */
            contests: components["schemas"]["NamedContest"][];
        };
        Correction: {
            cells: {
                [key: string]: components["schemas"]["SentCell"];
            };
            contest: string;
            /** @description New photos, beside those of what stands. */
            evidence?: components["schemas"]["SentPhoto"][];
            reason?: string | null;
            station: string;
            /** @description What is said beside the reason, for everybody to read. */
            text?: string | null;
        };
        /** @description Two entries that differ. Who typed which plays no part in which is right. */
        Difference: {
            contest: string;
            /** @description Names of the fields that differ. */
            fields: string[];
            first: {
                [key: string]: components["schemas"]["SentCell"];
            };
            /** @description What was looked at: a decision names it. */
            looked: [
                number,
                number
            ];
            second: {
                [key: string]: components["schemas"]["SentCell"];
            };
            /** Format: int64 */
            sheet: number;
            station: string;
        };
        Differences: {
            sheets: components["schemas"]["Differing"][];
        };
        /** @description A sheet where two people typed different figures. */
        Differing: {
            /** @description What its contest is called. */
            contest: {
                [key: string]: string;
            } | null;
            /** Format: int64 */
            sheet: number;
            station: components["schemas"]["StationPlace"] | null;
        };
        /** @description Something that somebody did. */
        Done: {
            /**
             * Format: int64
             * @description When, milliseconds since 1970.
             */
            at: number;
            /** @description Name of who; none: the desk itself, or somebody without an account. */
            by: string | null;
            contest: string | null;
            /** Format: int64 */
            id: number;
            /** Format: int64 */
            sheet: number | null;
            station: string | null;
            values: string;
            /** @description What, in one word. */
            what: string;
        };
        Enrol: {
            code: string;
            /** @description The key's statement, signed by the key. */
            note: string;
        };
        /** @description A key that is in the ledger. */
        Enrolled: {
            /**
             * Format: uint64
             * @description Its entry in the ledger.
             */
            entry: number;
            /** @description The key, as people compare it. */
            fingerprint: string;
            /** @description SHA-256 of the statement's text, in hexadecimal. */
            id: string;
            /** @description The inclusion proof (C2SP tlog-proof), with the entry; none where the ledger's files can't be read just now. */
            proof: string | null;
        };
        Explanation: {
            /** @description Code of the region in whose column it differs; none: in that of the sums. */
            column?: string | null;
            field: string;
            text: string;
        };
        /** @description A check that fails. */
        Failing: {
            /** @description Its word. */
            check: string;
            hard: boolean;
            /** @description What its two sides come to; none: it has none. */
            sides: [
                string,
                string
            ] | null;
        };
        /** @description A check that fails on sums. */
        FailingSum: {
            /** @description Its word. */
            check: string;
            /** @description What each side comes to, where every field has a figure. */
            sides: [
                string,
                string
            ] | null;
        };
        /** @description A field of a form. */
        Field: {
            /** @description Of a candidate's votes on a list: whose. */
            candidate?: components["schemas"]["Candidate"] | null;
            /**
             * Format: uint8
             * @description Boxes it is written in.
             */
            digits: number;
            /** @description The item's number on the form. */
            item: string;
            /** @description What it is called; of votes, with whose they are. */
            label: {
                [key: string]: string;
            };
            /** @description `votes.2` */
            name: string;
            /** @description Of votes: whose. */
            option?: components["schemas"]["Option"] | null;
            /**
             * Format: uint8
             * @description Page, from 1.
             */
            page: number;
            /** @description Of an option's own votes: what stands beside the box, without whose they are. */
            words?: {
                [key: string]: string;
            } | null;
        };
        /** @description A figure whose photo shows something else than was printed. */
        FigureShown: {
            /** @description Its column's name. */
            column: string;
            /** @description What its row is. */
            item: string;
            /** @description Its place on the photo, upright: a PNG in base64. None where it is not wholly in the photo. */
            photo: string | null;
            /** @description As it was printed. */
            printed: string;
        };
        /** @description A page's figures, held against those that were printed. */
        FiguresShown: {
            /**
             * Format: uint
             * @description How many show something else: a pen's stroke, another figure, a shadow.
             */
            differ: number;
            /** @description The first of those that do. */
            differing: components["schemas"]["FigureShown"][];
            /**
             * Format: uint
             * @description How many are as they were printed.
             */
            same: number;
            /**
             * Format: uint
             * @description How many can't be told: the photo is too small, too blurred or too faint.
             */
            unclear: number;
        };
        /** @description What is held of a station. */
        Held: {
            /** @description Id of the ledger's definition: no other election, and no practice, has it. */
            ledger: string;
            /** @description Statements of figures that no later one of the same key took the place of, in the ledger's order. */
            sheets: components["schemas"]["HeldSheet"][];
            /** @description The station's code. */
            station: string;
        };
        /** @description A photo that a statement names. */
        HeldPhoto: {
            /**
             * Format: uint64
             * @description How many bytes, where it is said.
             */
            bytes: number | null;
            /** @description Whether its bytes have come. */
            held: boolean;
            /** @description Media type, where it is said. */
            media: string | null;
            /**
             * Format: uint8
             * @description Page of the form, from 1, where it is said.
             */
            page: number | null;
            /** @description SHA-256 of its bytes, in hexadecimal. */
            sha256: string;
        };
        /** @description A statement of a sheet's figures. */
        HeldSheet: {
            /** @description When it was stated, as it says itself. */
            at: string;
            /** @description Name of the key that signed it. */
            by: string;
            /** @description Id of the contest. */
            contest: string;
            /**
             * Format: uint64
             * @description Its entry in the ledger.
             */
            entry: number;
            /** @description Id of the statement. */
            id: string;
            /** @description The statement as it was sent; none where the ledger's files can't be read just now. */
            note: string | null;
            /** @description The photos it names. */
            photos: components["schemas"]["HeldPhoto"][];
            /** @description Role of that key. */
            role: string;
        };
        /** @description What became of a sheet. */
        InState: {
            state: components["schemas"]["State"];
        };
        /** @description A key that a place has had already. */
        KeyBefore: {
            /** @description The key, as people compare it. */
            fingerprint: string;
            /** @description Its name. */
            name: string;
            /** @description Whether it was revoked. */
            revoked: boolean;
        };
        /** @description A change of a key. */
        KeyChange: {
            /** @description When, as stated; none of the first key of an election. */
            at: string | null;
            /** @description Names of the keys that signed it. */
            by: string[];
            /**
             * Format: uint64
             * @description The entry of the ledger.
             */
            entry: number;
            /** @description Why, of a revocation. */
            reason: string | null;
        };
        /** @description KeysOfPlace of a place. */
        KeysOfPlace: {
            /** @description In the order they came in: at most a thousand. */
            keys: components["schemas"]["ListedKey"][];
            /** @description Whether there are more than are listed: then a place inside it is asked for. */
            more: boolean;
            /** @description The place, in words. */
            place: string;
        };
        /** @description A key that waits for a second signature. */
        LateKey: {
            /**
             * Format: int64
             * @description When it came, milliseconds since 1970.
             */
            at: number;
            /** @description The key, as people compare it. */
            fingerprint: string;
            /** @description Id of its statement. */
            id: string;
            /** @description The place, in words. */
            place: string;
            /** @description Code of the place it is to act for. */
            scope: string;
            /** @description The text to sign. */
            text: string;
        };
        LateKeys: {
            keys: components["schemas"]["LateKey"][];
        };
        /** @description A key as the ledger has it. */
        ListedKey: {
            /** @description As people compare it. */
            fingerprint: string;
            /** @description The key as statements write it (C2SP vkey). */
            key: string;
            /** @description Whether one's own role and region may revoke it. */
            may_revoke: boolean;
            /** @description Its name. */
            name: string;
            /** @description The place, in words. */
            place: string;
            /** @description How it came in. */
            registered: components["schemas"]["KeyChange"];
            /** @description How it ended; none: it counts. */
            revoked: components["schemas"]["KeyChange"] | null;
            /** @description Its role. */
            role: string;
            /** @description Code of the place it acts for. */
            scope: string;
        };
        LogIn: {
            /** @description A code of the second factor, where the account has one. */
            code?: string | null;
            name: string;
            password: string;
        };
        /** @description Codes, each told this once. */
        Made: {
            codes: components["schemas"]["OneTimeCode"][];
        };
        /** @description Who somebody is and what they may do, with the words for it. */
        Me: {
            acts: components["schemas"]["Act"][];
            /** @description Whether the password is still the first one: then it is changed before anything else. */
            must_change: boolean;
            name: string;
            /** @description Whether one has to be set up before anything else. */
            needs_second_factor: boolean;
            /** @description Code of the region; the nation's is empty. */
            region: string;
            region_name: string;
            /** @description Id of the role. */
            role: string;
            role_name: {
                [key: string]: string;
            } | null;
            /** @description Whether a second factor is asked for beside the password. */
            second_factor: boolean;
        };
        /** @description A contest. */
        NamedContest: {
            /** @description Its word in statements. */
            id: string;
            /** @description What it is called. */
            name: {
                [key: string]: string;
            };
        };
        /** @description A photo that a statement names. */
        NamedPhoto: {
            media: string | null;
            /**
             * Format: uint8
             * @description Page of the paper, from 1.
             */
            page: number | null;
            sha256: string;
        };
        /** @description A role. */
        NamedRole: {
            /** @description Whether keys of it come in by codes: it states something of its own. */
            by_code: boolean;
            /** @description Its word in statements and keys' names. */
            id: string;
            /** @description Kinds of statements that its keys may sign. */
            may: string[];
            /** @description What it is called. */
            name: {
                [key: string]: string;
            };
        };
        /** @description Sheets that need a person. */
        Needed: {
            /** Format: int64 */
            sheets: number;
            /** @description Why: `rivals`, `conflict`, `disputed`, `doubtful`, `pictured`, `missing` or `awaited`. */
            why: string;
        };
        /** @description A station that is not ready. */
        NotReady: {
            /**
             * Format: int64
             * @description When it said so, milliseconds since 1970.
             */
            at: number | null;
            /** @description What its phone lacks; none: no phone has said anything yet. */
            lacks: string[] | null;
            /** @description Where it is. */
            place: string;
            /** @description Its code. */
            station: string;
        };
        /** @description Why a note is not in. */
        NotTaken: {
            /** @description The problem's code. */
            code: string;
            detail: string;
        };
        /** @description The ledger's notes. */
        Notes: {
            /**
             * Format: uint64
             * @description Where to go on, until nothing comes.
             */
            next: number;
            notes: string[];
        };
        /** @description An objection. */
        Objection: {
            /** @description In the ledger's order; the last holds. */
            answers: components["schemas"]["ObjectionAnswer"][];
            /** @description By when it is answered. */
            clock: components["schemas"]["ObjectionClock"] | null;
            contest: string;
            /** Format: uint64 */
            entry: number;
            /** @description Id of its statement. */
            id: string;
            /** @description Name of the key. */
            key: string;
            /** @enum {string} */
            kind: "objection" | "finding" | "error-report";
            photos: components["schemas"]["NamedPhoto"][];
            /** @description Station's or region's code. */
            place: string;
            /** @description That place in words. */
            place_name: string;
            /**
             * Format: int64
             * @description When it was stated, milliseconds since 1970.
             */
            stated: number;
            /** @description Its words; none: they are not here, or were taken out. */
            text: components["schemas"]["Said"] | null;
            /** @description The salted hash of its words, as its statement says it. */
            words: string;
        };
        /** @description An answer to an objection. */
        ObjectionAnswer: {
            /** @description Id of its statement. */
            id: string;
            /** @description Name of the key. */
            key: string;
            /** @enum {string} */
            outcome: "upheld" | "rejected" | "noted" | "withdrawn";
            photos: components["schemas"]["NamedPhoto"][];
            /**
             * Format: int64
             * @description When it was stated, milliseconds since 1970.
             */
            stated: number;
            /** @description Its words; none: they are not here, or were taken out. */
            text: components["schemas"]["Said"] | null;
            /** @description The salted hash of its words. */
            words: string;
        };
        /** @description By when an objection is answered. */
        ObjectionClock: {
            /**
             * Format: int64
             * @description At the latest, milliseconds since 1970.
             */
            due: number | null;
            id: string;
            /** @description The law that says so. */
            legal: string;
            /** @description Before what happens. */
            until: string | null;
        };
        /** @description Objections of a place. */
        Objections: {
            /**
             * Format: int64
             * @description When this was looked at, milliseconds since 1970: what is due before it and not answered is late.
             */
            at: number;
            /**
             * Format: uint64
             * @description The entry from which on to ask for more; none: these are all.
             */
            next: number | null;
            /** @description In the ledger's order. */
            objections: components["schemas"]["Objection"][];
        };
        /** @description A code and what it lets in. */
        OneTimeCode: {
            /** @description As it is typed: `8QX4-M2F7-0KTR-9WZ1`. */
            code: string;
            /** @description The place, in words. */
            place: string;
            /** @description Role of the key. */
            role: string;
            /** @description Code of the place it acts for. */
            scope: string;
        };
        /** @description A station to look at. */
        OpenSheet: {
            name: string;
            /** @description That region's code. */
            region: string;
            station: string;
            /** @description The region that it lies in, in words. */
            village: string;
            /** @enum {string} */
            why: "missing" | "conflict" | "disputed";
        };
        /** @description How many stations are to be looked at, and for what. */
        Opens: {
            /** Format: uint32 */
            conflict: number;
            /** Format: uint32 */
            disputed: number;
            /** Format: uint32 */
            missing: number;
        };
        /** @description An option, as the ballot has it. */
        Option: {
            /** @description Whether it has a list: then it has boxes of its own for the list, each candidate and all of them together. */
            list: boolean;
            name: string;
            /** Format: uint16 */
            number: number;
        };
        /** @description Somebody who was given a code. */
        Own: {
            /** @description Stations whose figures that stand are not what they stated: contest and station. */
            differs: [
                string,
                string
            ][];
            /** @description Their key, as people compare it; none: the code was not used yet. */
            fingerprint: string | null;
            /** @description The place, in words. */
            place: string;
            /** @description Code of the place they act for. */
            scope: string;
            /**
             * Format: uint64
             * @description Sheets that they stated.
             */
            stated: number;
        };
        /** @description An objection of one's own people. */
        OwnObjection: {
            /** @description Why. */
            answer: string | null;
            /**
             * Format: int64
             * @description When it was last answered; none: nobody has.
             */
            answered: number | null;
            /** @description Which clock runs, a row of the profile; none: the law sets none. */
            clock: string | null;
            /** @description Id of the contest. */
            contest: string;
            /**
             * Format: int64
             * @description The end of the day by which it is to be answered, milliseconds since 1970; none: before something happens.
             */
            due: number | null;
            /**
             * Format: uint64
             * @description Index of its entry in the ledger.
             */
            entry: number;
            /** @description Id of its statement. */
            id: string;
            /** @description Name of the key that stated it. */
            key: string;
            /** @description `objection`, `finding` or `error-report`. */
            kind: string;
            /** @description The law that says so. */
            legal: string | null;
            /** @description What came of it: `upheld`, `rejected`, `noted` or `withdrawn`. */
            outcome: string | null;
            /** @description Station's or region's code. */
            place: string;
            /** @description The place, in words. */
            place_name: string;
            /**
             * Format: int64
             * @description When it was stated, milliseconds since 1970.
             */
            stated: number;
            /** @description What it is to be answered before: `signing`, `closing`; none: by a day. */
            until: string | null;
        };
        /** @description Objections that keys of one's own role stated about places of one's own region, in all contests. */
        OwnObjections: {
            /**
             * Format: int64
             * @description When this was looked at, milliseconds since 1970: what is due before it and not answered is late.
             */
            at: number;
            /**
             * Format: uint64
             * @description With `from=` this the list goes on; none: it ends here.
             */
            next: number | null;
            /** @description In the ledger's order. */
            objections: components["schemas"]["OwnObjection"][];
        };
        /** @description One's own people. */
        OwnPeople: {
            /**
             * Format: uint
             * @description Codes that were given.
             */
            all: number;
            /**
             * Format: uint64
             * @description Of them those for which one's own people have a key.
             */
            covered: number;
            /** @description Those who were given one, by their places: at most ten thousand. */
            people: components["schemas"]["Own"][];
            /**
             * Format: uint64
             * @description Stations in one's region.
             */
            stations: number;
        };
        /** @description What a photo shows. */
        PageShown: {
            /** @description Its figures held against those that were printed; none where it has none, or was printed elsewhere. */
            figures: components["schemas"]["FiguresShown"] | null;
            /**
             * Format: uint16
             * @description Which page, as its code says.
             */
            page: number | null;
            /**
             * Format: uint16
             * @description Out of how many.
             */
            pages: number | null;
            sha256: string;
            /**
             * @description `page`: of what stands, as it was set; `other-print`, `unknown` (not set here, or with other figures), `other-statement`;
             *     `no-page`, `no-code`, `no-picture`.
             * @enum {string}
             */
            shows: "page" | "other-print" | "unknown" | "other-statement" | "no-page" | "no-code" | "no-picture";
            /** @description Id of the statement that it was set from, as its code says. */
            statement: string | null;
        };
        /** @description What photos of minutes show together. */
        PagesShown: {
            /** @description Its pages that none of them shows. */
            missing: number[];
            /** @description What each shows, in their order. */
            photos: components["schemas"]["PageShown"][];
            /** @description The print that they are of: SHA-256 of its file. */
            print: string | null;
        };
        /** @description A part, and its sheets. */
        Part: {
            /**
             * Format: int64
             * @description Two people have, and agree.
             */
            agreed: number;
            code: string;
            /**
             * Format: int64
             * @description Two people have, and differ.
             */
            different: number;
            /**
             * Format: int64
             * @description When something last happened, milliseconds since 1970.
             */
            latest: number | null;
            name: string;
            /**
             * Format: int64
             * @description One person has.
             */
            once: number;
            /**
             * Format: int64
             * @description Nobody has typed them.
             */
            open: number;
            /**
             * Format: int64
             * @description They went back to who typed them.
             */
            returned: number;
            /**
             * Format: int64
             * @description Since when the one that waits longest waits.
             */
            waiting: number | null;
        };
        Photographed: {
            /** @description SHA-256 of each, whose bytes are here. */
            photos: string[];
        };
        /** @description A plenary as it stands. */
        Plenary: {
            /** @description The sums of the plenaries directly below, once all are stated; none: they are not, or there are none. */
            below: {
                [key: string]: number | null;
            } | null;
            /** @description Fields whose sums are not what that statement says. */
            changed: string[] | null;
            checks: components["schemas"]["Check"][];
            /** @description A column for each region directly below. */
            columns: components["schemas"]["PlenaryColumn"][];
            /** @description The constituencies that cut the region. */
            constituencies: components["schemas"]["PlenaryPart"][];
            /** @description Whose sheet it is, of a region that constituencies cut. */
            constituency: string | null;
            contest: string;
            differences: components["schemas"]["PlenaryDifference"][];
            /** @description Checks that fail on the sums. */
            failing: components["schemas"]["FailingSum"][];
            fields: components["schemas"]["Field"][];
            /** @description Id of its form. */
            form: string;
            /** @description Its level, as the profile has it. */
            level: string | null;
            /** @description Stations to look at before it closes; at most 500 are listed. */
            open: components["schemas"]["OpenSheet"][];
            /** @description How many there are. */
            opens: components["schemas"]["Opens"];
            /** @description Fields that some counted sheets have and others have not: their sums are of a part. */
            partial: string[];
            /** @description The region in words, from itself upwards. */
            place: string;
            practice: boolean;
            /** @description Minutes that were set, the newest first. */
            prints: components["schemas"]["PlenaryPrint"][];
            region: string;
            /** @description Whether two statements claim the same place. */
            rivals: boolean;
            /** @description All sheets below. */
            sheets: components["schemas"]["PlenarySheets"];
            /** @description Id of the stage that the plenary is. */
            stage: string;
            /** @description The statement that stands. */
            stands: components["schemas"]["PlenaryVersion"] | null;
            /** @enum {string} */
            status: "running" | "plenary-closed" | "determined" | "under-dispute" | "ruled";
            sums: {
                [key: string]: number | null;
            };
            /** @description The form as somebody typed it by themselves. */
            typed: components["schemas"]["TypedForm"] | null;
            /** @description Every statement of it, in the ledger's order. */
            versions: components["schemas"]["PlenaryVersion"][];
        };
        /** @description A region directly below. */
        PlenaryColumn: {
            level: string | null;
            name: string;
            region: string;
            sheets: components["schemas"]["PlenarySheets"];
            /**
             * @description Of its own plenary; none: nothing was stated of it.
             * @enum {string|null}
             */
            status: "running" | "plenary-closed" | "determined" | "under-dispute" | "ruled" | null;
            sums: {
                [key: string]: number | null;
            };
        };
        /** @description A field of a column whose figures don't agree. */
        PlenaryDifference: {
            /**
             * Format: uint64
             * @description Of the sums alone: what the columns come to as they were typed; none: not every one of them has a figure.
             */
            added: number | null;
            /**
             * Format: uint64
             * @description The sum of the plenaries below.
             */
            below: number | null;
            /** @description Code of the region directly below in whose column it is; none: in that of the sums. */
            column: string | null;
            /** @description Why, for these very figures. */
            explained: components["schemas"]["Told"] | null;
            field: string;
            /**
             * Format: uint64
             * @description The sum of what stands.
             */
            summed: number | null;
            /**
             * Format: uint64
             * @description As it was typed by somebody else.
             */
            typed: number | null;
        };
        /** @description A constituency that cuts a region. */
        PlenaryPart: {
            code: string;
            name: string;
        };
        /** @description Minutes that were set. */
        PlenaryPrint: {
            /** @description Where the file is. */
            address: string;
            /**
             * Format: int64
             * @description When, milliseconds since 1970.
             */
            at: number;
            /** Format: int64 */
            bytes: number;
            /**
             * Format: uint16
             * @description How many pages; none: it was set before pages said whose they are.
             */
            pages: number | null;
            sha256: string;
            /** @description Id of the statement that it shows. */
            statement: string;
        };
        /** @description How many sheets are how. */
        PlenarySheets: {
            /** Format: uint32 */
            confirmed: number;
            /** Format: uint32 */
            conflict: number;
            /** Format: uint32 */
            counted: number;
            /** Format: uint32 */
            disputed: number;
            /** Format: uint32 */
            expected: number;
        };
        /** @description A station in a plenary. */
        PlenaryStation: {
            confirmed: boolean;
            counted: boolean;
            disputed: boolean;
            /** @description Checks that fail on them. */
            failing: string[];
            name: string;
            /**
             * @description What must be looked at.
             * @enum {string|null}
             */
            open: "missing" | "conflict" | "disputed" | null;
            photos: components["schemas"]["NamedPhoto"][];
            /** @enum {string} */
            quality: "expected" | "pictured" | "incomplete" | "consistent" | "conflict";
            rivals: boolean;
            /** @description Id of the statement that stands. */
            stands: string | null;
            station: string;
            /** @description Its figures, by the fields of its own form. */
            values: {
                [key: string]: components["schemas"]["Cell"];
            } | null;
        };
        /** @description A statement of a plenary. */
        PlenaryVersion: {
            /** @description When it was stated, with the offset of its place. */
            at: string;
            closes: boolean;
            /** Format: uint64 */
            entry: number;
            evidence: components["schemas"]["NamedPhoto"][];
            id: string;
            /** @description Name of the key. */
            key: string | null;
            /** @description Why it takes that place. */
            reason: string | null;
            role: string | null;
            /** @description The source that it restates; none: it is its signer's own. */
            source: string | null;
            /** @description Id of the statement whose place it takes. */
            supersedes: string | null;
            values: {
                [key: string]: components["schemas"]["Cell"];
            };
        };
        /** @description The stations of a region directly below. */
        PlenaryVillage: {
            name: string;
            region: string;
            stations: components["schemas"]["PlenaryStation"][];
            sums: {
                [key: string]: number | null;
            };
        };
        /** @description A problem document (RFC 9457): why a request was not done. */
        Problem: {
            /**
             * @description One word that stays the same; texts for people hang on it.
             * @enum {string}
             */
            code: "accounts" | "bad-code" | "bad-key" | "bad-reason" | "bad-second" | "bad-signature" | "blob-not-held" | "body" | "busy" | "change-password" | "changed" | "clock" | "closed" | "done" | "empty" | "ended" | "has-seen" | "header" | "key-ended" | "key-twice" | "ledger-stopped" | "may-be-kept" | "media" | "metadata" | "method" | "missing-column" | "missing-field" | "name" | "name-constituency" | "name-taken" | "needs-second" | "needs-second-factor" | "no-account" | "no-address" | "no-answer-of-phone" | "no-crop" | "no-difference" | "no-entry" | "no-key" | "no-late-key" | "no-ledger" | "no-objection" | "no-photo" | "no-place" | "no-plenary" | "no-print" | "no-reason" | "no-region" | "no-registrar" | "no-role" | "no-seal" | "no-second-factor" | "no-sense" | "no-session" | "no-sheet" | "no-signatories" | "no-statement" | "no-statement-text" | "no-such-thing" | "no-trail" | "no-upload" | "not-a-picture" | "not-agreed" | "not-below" | "not-claimed" | "not-held" | "not-its-text" | "not-kept" | "not-named" | "not-ours" | "not-this-key" | "not-typed" | "not-yet" | "not-your-region" | "not-your-role" | "nothing-saved" | "nothing-stands" | "nothing-to-do" | "offset" | "other-form" | "other-length" | "others" | "others-correction" | "own-account" | "own-difference" | "own-second-factor" | "own-sheet" | "own-typing" | "password-holds-name" | "password-length" | "password-same" | "path" | "photo-twice" | "query" | "redacted" | "revoked-key" | "same-person" | "second-factor" | "statement-length" | "stays-there" | "taken-over" | "text-length" | "too-large" | "too-long" | "too-many" | "too-many-codes" | "too-many-photos" | "too-many-uploads" | "too-often" | "tus-version" | "twice" | "unexplained" | "unfinished" | "unknown-field" | "unknown-key" | "unknown-word" | "waits-for-decision" | "wrong-code" | "wrong-hash" | "wrong-password" | "wrong-second-factor";
            /** @description In plain words, in English. */
            detail: string;
            /**
             * Format: uint16
             * @description The HTTP status.
             */
            status: number;
            /** @description What the status means. */
            title: string;
            /** @description `urn:saksi:problem:` and the code. */
            type: string;
        };
        /** @description How far a region's parts are. */
        Progress: {
            /**
             * Format: int64
             * @description When this was counted, milliseconds since 1970.
             */
            at: number;
            /** @description What its parts are called. */
            level: {
                [key: string]: string;
            } | null;
            /** @description Sheets of the region that are in the queue and not typed to their end, by why, the most urgent first. */
            needs: components["schemas"]["Needed"][];
            /** @description The region and those it lies in, the largest first. */
            path: components["schemas"]["Region"][];
            rows: components["schemas"]["Part"][];
            /** @description Whether its parts are stations. */
            stations: boolean;
        };
        /** @description How ready a region is. */
        Readiness: {
            /** @description How many stations lack each thing, as phones name it. */
            lacking: {
                [key: string]: number;
            };
            /** @description What the regions right below are called; none: stations lie below. */
            level: {
                [key: string]: string;
            } | null;
            /** @description The stations that are not ready, by their codes: at most ten thousand. */
            others: components["schemas"]["NotReady"][];
            /** @description The regions right below. */
            parts: components["schemas"]["ReadyPart"][];
            /** @description The region and those it lies in, the largest first. */
            path: components["schemas"]["Region"][];
            /**
             * Format: uint
             * @description Of them those that have said they lack nothing.
             */
            ready: number;
            /**
             * Format: uint
             * @description Stations of the region.
             */
            stations: number;
            /**
             * Format: uint
             * @description Of them those of which nothing was heard.
             */
            unheard: number;
        };
        /** @description A region below, and its stations. */
        ReadyPart: {
            code: string;
            name: string;
            /** Format: uint */
            ready: number;
            /** Format: uint */
            stations: number;
            /** Format: uint */
            unheard: number;
        };
        /** @description A reason. */
        Reason: {
            /** @description Its word in statements. */
            id: string;
            /** @description What it means. */
            text: {
                [key: string]: string;
            };
            /** @description What it may be given for: `supersede`, `withdrawal`, `ruling` and others. */
            uses: string[];
        };
        Reasons: {
            /** @description In the profile's order. */
            reasons: components["schemas"]["Reason"][];
        };
        /** @description Where a statement is, and the proof of it. */
        Receipt: {
            /**
             * Format: uint64
             * @description Its entry in the ledger.
             */
            entry: number;
            /** @description SHA-256 of the statement's text, in hexadecimal. */
            id: string;
            /** @description The inclusion proof (C2SP tlog-proof), with the entry; none where the ledger's files can't be read just now. */
            proof: string | null;
        };
        /** @description Codes that let in once each where the app is lost. */
        RecoveryCodes: {
            codes: string[];
        };
        Redaction: {
            contest: string;
            /** @description Station's or region's code. */
            place: string;
            reason: string;
            /** @description SHA-256 in hexadecimal, of a photo's bytes or of salted words: what a statement about this place names. */
            sha256: string;
        };
        Region: {
            code: string;
            name: string;
        };
        /** @description A station of a region. */
        RegionStation: {
            /** @description Where it is. */
            place: string;
            /** @description Its code. */
            station: string;
        };
        /** @description A region's stations. */
        RegionStations: {
            /**
             * Format: uint
             * @description How many more there are.
             */
            more: number;
            /** @description The region, in words. */
            place: string;
            /** @description The region's code. */
            region: string;
            /** @description Its stations, by their codes: at most a thousand. */
            stations: components["schemas"]["RegionStation"][];
        };
        Renew: {
            name: string;
        };
        Resolve: {
            how: components["schemas"]["Way"];
            /** @description As the look gave it: a decision is about what was seen. */
            looked: [
                number,
                number
            ];
        };
        Revocation: {
            /** @description The key, as the list has it. */
            key: string;
            /** @description A reason of the profile that a key may be revoked for. */
            reason: string;
        };
        /** @description A role, in words. */
        Role: {
            id: string;
            name: {
                [key: string]: string;
            };
        };
        Roles: {
            /** @description In the profile's order. */
            roles: components["schemas"]["NamedRole"][];
        };
        Ruling: {
            contest: string;
            reason: string;
            /** @description Id of the statement that is to stand. */
            stands: string;
            station: string;
            /** @description What is said beside the reason, for everybody to read. */
            text?: string | null;
        };
        /** @description Words whose hash a statement says. */
        Said: {
            /** @description Before a line's end and the words it makes their hash, in hexadecimal digits. */
            salt: string;
            text: string;
        };
        Save: {
            /** @description Fields' figures, or why there is none. What is not typed yet is not there. */
            cells: {
                [key: string]: components["schemas"]["SentCell"];
            };
        };
        /** @description What came of a save. */
        Saved: {
            /** @description Checks that fail. */
            checks: components["schemas"]["Failing"][];
        };
        /** @description A secret for an app on one's telephone. */
        SecondFactor: {
            /** @description In base 32 (RFC 4648), as apps take it: SHA-1, six digits, thirty seconds. */
            secret: string;
        };
        SecondFactorBegin: {
            /** @description A code of the one that counts now, if one does. */
            code?: string | null;
            password: string;
        };
        SecondFactorConfirm: {
            /** @description What the app shows. */
            code: string;
        };
        SentAnswer: {
            contest: string;
            /** @description Photos of the decision on paper, whose bytes come after the statement. */
            evidence?: components["schemas"]["SentPhoto"][];
            /** @description Id of the objection's statement. */
            objection: string;
            /** @enum {string} */
            outcome: "upheld" | "rejected" | "noted" | "withdrawn";
            /** @description Station's or region's code, the objection's. */
            place: string;
            text: string;
        };
        /** @description A figure, or why there is none. */
        SentCell: number | ("illegible" | "empty");
        SentForm: {
            /** @description The column of the sums. */
            cells: {
                [key: string]: components["schemas"]["SentCell"];
            };
            /**
             * @description The column of each region directly below, by its code: every one that the form has.
             * @default {}
             */
            columns: {
                [key: string]: {
                    [key: string]: components["schemas"]["SentCell"];
                };
            };
        };
        SentObjection: {
            /** @description Id of the statement objected to. */
            against?: string | null;
            contest: string;
            /** @description Photos of it on paper, whose bytes come after the statement. */
            evidence?: components["schemas"]["SentPhoto"][];
            /**
             * @default objection
             * @enum {string}
             */
            kind: "objection" | "finding" | "error-report";
            /** @description Station's or region's code. */
            place: string;
            text: string;
        };
        /** @description A photo whose bytes come after the statement that names it. */
        SentPhoto: {
            /** Format: uint64 */
            bytes: number;
            media: string;
            /** Format: uint8 */
            page?: number | null;
            sha256: string;
        };
        SentPlenary: {
            /** @default false */
            closes: boolean;
            constituency?: string | null;
            contest: string;
            evidence?: components["schemas"]["SentPhoto"][];
            reason?: string | null;
            region: string;
            /** @description Of one that closes: who was to sign the paper. */
            signatories?: components["schemas"]["SentSignatory"][];
            /** @description What else is said, for everybody to read. */
            text?: string | null;
            /** @description Why it closes although nobody has typed it independently. */
            untyped?: string | null;
        };
        /** @description Somebody who was to sign the paper. */
        SentSignatory: {
            /** @description Their name, as on the paper. */
            name: string;
            /** @description What they are there. */
            office: string;
            /** @description Why they did not sign; none: they did. */
            refused?: string | null;
        };
        Setup: {
            code: string;
            name: string;
            password: string;
        };
        /** @description A sheet's form. */
        SheetForm: {
            checks: components["schemas"]["Check"][];
            /** @description What its contest is called. */
            contest: {
                [key: string]: string;
            } | null;
            /** @description Its fields, in its order. */
            fields: components["schemas"]["Field"][];
            /** @description Id of the form. */
            id: string;
            /** @description What it is called. */
            name: {
                [key: string]: string;
            };
            /** Format: uint8 */
            pages: number;
            station: components["schemas"]["StationPlace"] | null;
        };
        /** @description A photo of a sheet. */
        SheetPhoto: {
            /** @description Roles of the keys that name it, the election's own bodies first. */
            by: string[];
            /**
             * Format: uint64
             * @description How many bytes, where somebody said so.
             */
            bytes: number | null;
            /** @description Whether its bytes have come, and are shown. */
            held: boolean;
            /** @description Whether one of the election's own bodies names it, and not only a witness, a supervisor or an observer. */
            official: boolean;
            /**
             * Format: int64
             * @description Page of the form, from 1, where somebody said so.
             */
            page: number | null;
            /** @description Id of the statement that took its bytes out. */
            redacted: string | null;
            /** @description SHA-256 of its bytes, in hexadecimal. */
            sha256: string;
        };
        /** @description Photos of a sheet. */
        SheetPhotos: {
            photos: components["schemas"]["SheetPhoto"][];
        };
        /**
         * @description A state in one word, and nothing of anybody's figures.
         * @enum {string}
         */
        State: "open" | "once" | "different" | "returned" | "agreed";
        /** @description A statement of a sheet. */
        Stated: {
            at: string;
            /** Format: uint64 */
            entry: number;
            id: string;
            key: string | null;
            reason: string | null;
            role: string | null;
            supersedes: string | null;
            /** @description Its figures; none: it takes figures back. */
            values: {
                [key: string]: components["schemas"]["Cell"];
            } | null;
        };
        /** @description A sheet with all that was stated of it. */
        StatedSheet: {
            checks: components["schemas"]["Check"][];
            confirmed: boolean;
            contest: string;
            disputed: boolean;
            fields: components["schemas"]["Field"][];
            place: string;
            /** @description `expected`, `pictured`, `incomplete`, `consistent` or `conflict`. */
            quality: string;
            rivals: boolean;
            /** @description `first`, `corrected` or `withdrawn`. */
            standing: string;
            /** @description Id of the statement that stands. */
            stands: string | null;
            station: string;
            /** @description Figures that stand, by field: a number, or why there is none. */
            values: {
                [key: string]: components["schemas"]["Cell"];
            } | null;
            versions: components["schemas"]["Stated"][];
        };
        /** @description A station's forms. */
        StationForms: {
            /** @description Contests held there. */
            contests: components["schemas"]["ContestForm"][];
            /** @description Where it is. */
            place: string;
            /** @description The station's code. */
            station: string;
            /** @description What the reader on the phone makes the same forms of. */
            tables: components["schemas"]["StationTables"];
        };
        /** @description A station and where it is. */
        StationPlace: {
            code: string;
            name: string;
            /** @description Names of the regions it lies in, the largest first. */
            regions: string[];
        };
        /** @description A station's part of the election's tables, as CSV with a header each. Candidates are in it by their numbers alone. */
        StationTables: {
            /** @description The lists of candidates on its forms. */
            candidates: string;
            /** @description The constituencies that it votes in. */
            constituencies: string;
            /** @description The regions that it lies in. */
            regions: string;
            /** @description The station. */
            stations: string;
        };
        /** @description What became of a note. */
        Taken: components["schemas"]["TakenIn"] | components["schemas"]["NotTaken"];
        /** @description Where a note is. */
        TakenIn: {
            /** Format: uint64 */
            entry: number;
            id: string;
            /** @description Whether it came in just now. */
            new: boolean;
        };
        /** @description What is to be printed. */
        ToPrint: {
            /** @description Codes and what each is for, at most two thousand. */
            codes: components["schemas"]["Coded"][];
            /** @description Where people reach this desk: `https://desk.example`. */
            origin: string;
            /** @description Role of the codes. */
            role: string;
        };
        /** @description A text for a key to sign. */
        ToSign: {
            /** @description Its kind. */
            kind: string;
            /** @description The words whose hash it says, for its signer to see and to hash again; none: it says none. */
            said: components["schemas"]["Said"] | null;
            /** @description The statement's two lines. */
            text: string;
        };
        /** @description What somebody said. */
        Told: {
            /**
             * Format: int64
             * @description When, milliseconds since 1970.
             */
            at: number;
            /** @description Who. */
            by: string;
            text: string;
        };
        /** @description A part of the trail. */
        Trail: {
            /**
             * Format: int64
             * @description Number of the trail's last row.
             */
            last: number;
            /**
             * Format: int64
             * @description Where the list goes on; none: this is its end.
             */
            next: number | null;
            rows: components["schemas"]["Done"][];
        };
        /** @description That a form was kept as it was typed. */
        TypedAs: {
            /**
             * Format: int64
             * @description Which version, from 1.
             */
            version: number;
        };
        /** @description A form as somebody typed it by themselves. */
        TypedForm: {
            /**
             * Format: int64
             * @description When, milliseconds since 1970.
             */
            at: number;
            /** @description Who. */
            by: string;
            /** @description The column of each region directly below, by its code; none where it was typed by its sums alone. */
            columns: {
                [key: string]: {
                    [key: string]: components["schemas"]["Cell"];
                };
            };
            /** @description The column of the sums. */
            values: {
                [key: string]: components["schemas"]["Cell"];
            };
            /**
             * Format: int64
             * @description Which version, from 1.
             */
            version: number;
        };
        Unsigned: {
            sheets: components["schemas"]["UnsignedSheet"][];
        };
        /** @description A sheet that waits. */
        UnsignedSheet: {
            contest: string;
            place: string;
            /** Format: int64 */
            sheet: number;
            station: string;
        };
        /** @description A key that waits for a second signature. Its receipt is at its statement's id once it is in. */
        WaitingKey: {
            /** @description The key, as people compare it. */
            fingerprint: string;
            /** @description Id of its statement. */
            id: string;
        };
        /**
         * @description The five ways, as a request names them.
         * @enum {string}
         */
        Way: "keep-first" | "keep-second" | "correct-first" | "correct-second" | "discard-both";
        Withdrawal: {
            contest: string;
            reason: string;
            station: string;
            /** @description What is said beside the reason, for everybody to read. */
            text?: string | null;
        };
    };
    responses: {
        /** @description Not done: a problem document says why. */
        Problem: {
            headers: {
                /** @description Seconds after which to try again. */
                "Retry-After"?: number;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    get_about: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["About"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_accounts: {
        parameters: {
            query?: {
                /** @description The number of the last account that was told. */
                after?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_accounts: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_accounts_renew: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Renew"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_accounts_person_end: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                person: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_accounts_person_second_factor_off: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                person: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_carry_from: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                from: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-tar": unknown;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_codes: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Codes"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Made"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_codes_letters: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToPrint"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_compose_answer: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SentAnswer"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToSign"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_compose_objection: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SentObjection"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToSign"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_compose_plenary: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SentPlenary"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToSign"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_compose_redaction: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Redaction"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToSign"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_compose_revoke: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Revocation"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToSign"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_compose_ruling: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Ruling"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToSign"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_compose_sheet: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Correction"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToSign"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_compose_withdrawal: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Withdrawal"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToSign"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_contests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Contests"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_differences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Differences"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_enrol: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Enrol"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Enrolled"];
                };
            };
            /** @description Accepted */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaitingKey"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_enrol_begin: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Begin"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Begun"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_keys: {
        parameters: {
            query?: {
                /** @description Code of a station or region. */
                place?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeysOfPlace"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_late_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LateKeys"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_late_keys_id_refuse: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_late_keys_id_sign: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/plain": string;
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_mandate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnPeople"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_mandate: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Codes"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Made"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_mandate_letters: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ToPrint"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_mandate_objections: {
        parameters: {
            query?: {
                /** @description Index of the first entry that is listed. */
                from?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnObjections"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_notes: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Carried"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Carry"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_notes_from: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                from: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notes"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_objections_contest_region: {
        parameters: {
            query?: {
                /** @description Index of the first entry that is listed. */
                from?: number;
            };
            header?: never;
            path: {
                contest: string;
                region: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Objections"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_openapi_json: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_photos: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
                /** @description `1.0.0` */
                "Tus-Resumable": "1.0.0";
                /** @description Bytes of the photo. */
                "Upload-Length": number;
                /** @description `sha256` with the hash in hexadecimal, in base 64. */
                "Upload-Metadata": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    /** @description Where it goes on. */
                    Location: string;
                    /** @description `1.0.0` */
                    "Tus-Resumable": "1.0.0";
                    /** @description Bytes that are here. */
                    "Upload-Offset": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    options_photos: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    /** @description The extensions that are. */
                    "Tus-Extension": "creation";
                    /** @description Bytes of a photo at most. */
                    "Tus-Max-Size": number;
                    /** @description The version that is spoken. */
                    "Tus-Resumable": "1.0.0";
                    /** @description The versions that are. */
                    "Tus-Version": "1.0.0";
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_photos_photo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                photo: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": unknown;
                    "image/jpeg": unknown;
                    "image/png": unknown;
                    "image/webp": unknown;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    head_photos_photo: {
        parameters: {
            query?: never;
            header: {
                /** @description `1.0.0` */
                "Tus-Resumable": "1.0.0";
            };
            path: {
                photo: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description `1.0.0` */
                    "Tus-Resumable": "1.0.0";
                    /** @description Bytes of the photo. */
                    "Upload-Length": number;
                    /** @description Bytes that are safe. */
                    "Upload-Offset": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    patch_photos_photo: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
                /** @description `1.0.0` */
                "Tus-Resumable": "1.0.0";
                /** @description Where they belong. */
                "Upload-Offset": number;
            };
            path: {
                photo: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/offset+octet-stream": string;
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    /** @description `1.0.0` */
                    "Tus-Resumable": "1.0.0";
                    /** @description Bytes that are safe. */
                    "Upload-Offset": number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_plenary_contest_region: {
        parameters: {
            query?: {
                /** @description The constituency. */
                constituency?: string;
            };
            header?: never;
            path: {
                contest: string;
                region: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Plenary"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_plenary_contest_region_explain: {
        parameters: {
            query?: {
                /** @description The constituency. */
                constituency?: string;
            };
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                contest: string;
                region: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Explanation"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_plenary_contest_region_photographed: {
        parameters: {
            query?: {
                /** @description The constituency. */
                constituency?: string;
            };
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                contest: string;
                region: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Photographed"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PagesShown"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_plenary_contest_region_print: {
        parameters: {
            query?: {
                /** @description The constituency. */
                constituency?: string;
            };
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                contest: string;
                region: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlenaryPrint"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_plenary_contest_region_typed: {
        parameters: {
            query?: {
                /** @description The constituency. */
                constituency?: string;
            };
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                contest: string;
                region: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SentForm"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TypedAs"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_plenary_contest_region_below: {
        parameters: {
            query?: {
                /** @description The constituency. */
                constituency?: string;
            };
            header?: never;
            path: {
                contest: string;
                region: string;
                below: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlenaryVillage"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_prints_print: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                print: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": unknown;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_progress: {
        parameters: {
            query?: {
                /** @description Code of the region; else one's own. */
                region?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Progress"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_ready: {
        parameters: {
            query?: {
                /** @description Code of the region; else one's own. */
                region?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_ready: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/plain": string;
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_reasons: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reasons"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_region_region_stations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                region: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegionStations"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_roles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Roles"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_session: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogIn"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description The session. */
                    "Set-Cookie": string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_session_end: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_session_password: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Change"];
            };
        };
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_session_second_factor: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorBegin"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactor"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_session_second_factor_confirm: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactorConfirm"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_setup: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Setup"];
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_sheets_next: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Claimed"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_sheets_sheet_claim: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                sheet: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Claimed"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_sheets_sheet_crops_field: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sheet: number;
                field: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    /** @description SHA-256 of the photo, in hexadecimal. */
                    "x-saksi-photo": string;
                    [name: string]: unknown;
                };
                content: {
                    "image/png": unknown;
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_sheets_sheet_finalise: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                sheet: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InState"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_sheets_sheet_form: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sheet: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SheetForm"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_sheets_sheet_give_back: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                sheet: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description No Content */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_sheets_sheet_look: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                sheet: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Difference"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_sheets_sheet_photos: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sheet: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SheetPhotos"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_sheets_sheet_resolve: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                sheet: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Resolve"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InState"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_sheets_sheet_save: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                sheet: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Save"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Saved"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_sheets_sheet_statement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sheet: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ToSign"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_standing_contest_station: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: string;
                station: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatedSheet"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_standing_contest_station_photos: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contest: string;
                station: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SheetPhotos"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_statements: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/plain": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_statements_id: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_statements_id_text: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/plain": string;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_station_station: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                station: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StationForms"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_station_station_held: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                station: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Held"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_trail: {
        parameters: {
            query?: {
                /** @description The number of the last row that was told. */
                after?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Trail"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    post_trail_anchor: {
        parameters: {
            query?: never;
            header: {
                /** @description What other sites' pages can't send. */
                "x-saksi": "1";
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_trail_anchors: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnchorCheck"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_trail_check: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Checked"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
    get_unsigned: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unsigned"];
                };
            };
            "4XX": components["responses"]["Problem"];
            "5XX": components["responses"]["Problem"];
        };
    };
}
