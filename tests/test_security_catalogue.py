"""The security catalogue, line by line: what must hold, and the tests and trials that hold it.

``file::test`` is a test of this suite, found in its file or in a class of it; ``torture NAME`` is a trial of
``make torture``, of which the suite runs a short form.
"""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.torture.__main__ import TRIALS

HERE = Path(__file__).parent
PARAGRAPHS = (
    "Who may what", "Cross-site scripting", "Injection and outbound", "Import", "Concurrency and crash", "Databases",
    "Limits", "Accounts", "Privacy", "Headers", "Backup",
)  # fmt: skip

CATALOGUE = {
    "Who may what": {
        "every address, person and method in one table": "test_permissions.py::test_it_lets_in_whom_it_should",
        "an address without a row fails": "test_permissions.py::test_it_has_a_row_for_every_address",
        "another's draft is 404 and stays": (
            "test_private_rows.py::test_another_s_draft_is_changed_by_curators_only",
            "test_write.py::test_a_draft_of_another_is_closed_to_writers_and_open_to_curators",
        ),
        "a profile takes no rights": "test_profile.py::test_nobody_makes_themselves_more_by_it",
        "a curator does not promote themselves": (
            "test_people.py::test_a_curator_does_not_change_their_own_role",
            "test_group_roles.py::test_nobody_below_an_administrator_promotes_themselves",
        ),
        "who is demoted is refused at the next request": (
            "test_people.py::test_a_curator_who_is_demoted_is_refused_from_the_next_request_on"
        ),
        "the last administrator stays": (
            "test_people.py::test_the_last_administrator_neither_steps_down_nor_out",
            "test_people.py::test_the_last_administrator_is_not_deleted_alone_or_among_others",
            "test_people.py::test_two_administrators_at_once_leave_one",
            "test_leaving.py::test_the_last_administrator_stays_and_nothing_is_changed",
        ),
        "GET changes nothing": "test_permissions.py::test_it_lets_in_whom_it_should",
        "POST wants the session's token": (
            "test_status.py::test_it_wants_the_session_s_own_token",
            "test_import_desk.py::test_a_form_of_somebody_else_s_is_refused",
            "test_accounts.py::test_it_wants_the_session_s_own_token_to_sign_out",
        ),
        "forged rows of a form": (
            "test_admin_together.py::test_a_link_of_another_paper_cannot_be_taken_by_its_number",
            "test_limits.py::test_odd_forms_of_curation_are_no_fault",
        ),
        "the admin is closed to visitors and members": (
            "test_permissions.py::test_curation_is_closed_to_visitors_and_members"
        ),
        "private rows are nowhere else": (
            "test_private_rows.py::test_it_shows_what_is_for_all_and_nothing_of_another",
            "test_private_rows.py::test_a_search_for_it_finds_nothing",
            "test_private_rows.py::test_counts_are_of_what_one_may_see",
            "test_exports.py::test_it_never_exports_drafts_or_what_is_private",
            "test_history.py::test_drafts_are_for_their_author_and_those_who_see_drafts",
        ),
    },
    "Cross-site scripting": {
        "scripts as links, in all spellings": (
            "browser/test_xss.py::test_no_attack_runs_loads_or_leaves_the_page",
            "test_xss.py::test_an_attack_is_only_text_and_links",
        ),
        "elements, images, SVG, code fences, forms, ids": (
            "browser/test_xss.py::test_no_attack_runs_loads_or_leaves_the_page",
            "browser/test_xss.py::test_katex_sets_no_link_picture_or_attribute_of_theirs",
            "test_xss.py::test_attacks_together_are_only_text_and_links",
        ),
        "with the policy and without": "browser/test_xss.py::test_these_tests_would_notice",
        "an address in a file that is a script": (
            "test_import_limits.py::test_an_address_that_is_a_script_is_left_out_and_named"
        ),
        "authors, tags, lists, institutions": (
            "browser/test_safety.py::test_what_people_type_never_runs",
            "browser/test_safety.py::test_what_people_type_stays_text_where_names_complete_themselves",
            "browser/test_safety.py::test_what_people_type_stays_text_after_a_swap",
        ),
        "curation keeps to the policy": "browser/test_safety.py::test_curation_keeps_to_the_policy",
    },
    "Injection and outbound": {
        "cells of tables": (
            "test_outbound.py::test_no_table_holds_a_cell_that_a_spreadsheet_would_run",
            "test_audit.py::test_it_is_taken_as_a_table_without_formulas",
            "formats/test_csv_table.py::test_cells_that_would_run_do_not",
        ),
        "names of files": (
            "test_exports.py::test_file_names_are_harmless",
            "test_exports.py::test_a_chinese_file_name_is_one_safe_header",
        ),
        "where to go on": (
            "test_outbound.py::test_no_address_leads_to_another_host",
            "test_outbound.py::test_a_form_that_succeeds_goes_on_at_home",
            "test_outbound.py::test_signing_in_and_out_goes_on_at_home",
            "test_openid.py::test_it_leads_to_no_other_host",
        ),
        "a DOI as one segment, on the allowed host": (
            "test_lookup_failures.py::test_a_doi_is_one_segment_of_a_path_on_doi_org",
            "test_lookup_failures.py::test_a_host_that_is_off_the_list_is_not_asked",
        ),
        "private addresses": (
            "test_lookup_failures.py::test_an_address_that_is_not_public_is_never_reached",
            "test_lookup_failures.py::test_a_redirect_to_a_host_whose_name_is_private",
            "test_lookup_failures.py::test_a_redirect_that_leads_elsewhere_is_not_followed",
            "test_lookup_failures.py::test_the_address_that_was_checked_is_the_one_that_is_reached",
        ),
        "XML with entities": "test_lookup_failures.py::test_xml_that_is_broken_or_has_entities",
        "forged lines in logs": "test_logs.py::test_nobody_adds_lines_to_it",
        "a visit asks this server only": (
            "browser/test_own_things.py::test_a_visit_asks_this_server_only_and_loads_only_what_is_hashed"
        ),
    },
    "Import": {
        "20 MB": (
            "test_import_limits.py::test_twenty_megabytes_are_413_and_the_limit_is_named",
            "test_import_limits.py::test_the_command_names_the_limit_too",
        ),
        "very many entries": (
            "test_import_limits.py::test_many_entries_are_brought_in_by_the_command_and_nothing_is_new_again",
            "test_import_limits.py::test_many_entries_are_brought_in_by_the_page",
            "test_import_limits.py::test_more_rows_than_are_taken_are_refused_with_the_limit",
        ),
        "NUL and control characters": "test_import_limits.py::test_a_control_character_is_named_with_its_line",
        "UTF-16, empty, a picture": (
            "test_import_desk.py::test_a_file_that_cannot_be_read_is_refused_beside_its_field",
            "test_import_refusals.py::test_it_says_why_a_file_cannot_be_read",
        ),
        "one bad row in a thousand": (
            "test_import_limits.py::test_one_bad_row_in_a_thousand_is_named_and_the_others_counted",
            "test_import_choices.py::test_one_bad_row_in_a_thousand_is_left_out",
        ),
        "the same file twice": (
            "test_import_again.py::test_it_creates_nothing",
            "test_import_limits.py::test_many_entries_are_brought_in_by_the_command_and_nothing_is_new_again",
        ),
        "every record not taken is named": (
            "test_import_refusals.py::test_it_names_what_the_database_cannot_hold_and_takes_the_rest",
            "formats/test_bibtex.py::test_it_names_each_entry_that_it_does_not_take_with_its_line",
            "formats/test_ris.py::test_it_names_what_it_does_not_take",
        ),
        "fuzzed inputs": (
            "formats/test_fuzz.py::test_changed_files_are_read",
            "formats/test_fuzz.py::test_pieces_in_any_order_are_read",
            "formats/test_fuzz.py::test_any_bytes_are_a_text_or_named_as_none",
            "formats/test_properties.py::test_any_text_is_read",
        ),
        "files that nest or repeat end soon": "formats/test_hostile.py::test_it_ends_soon",
    },
    "Concurrency and crash": {
        "one summary, two writers": (
            "browser/test_writing.py::test_two_browsers_changing_one_place",
            "browser/test_writing.py::test_two_browsers_saving_one_text",
            "test_write_unsaved.py::test_a_conflict_leaves_what_another_device_has_kept",
            "test_admin_together.py::test_the_second_text_is_refused_beside_the_first",
        ),
        "two languages at once": (
            "browser/test_writing.py::test_two_browsers_saving_different_languages",
            "test_writing.py::test_different_languages_never_block_each_other",
            "test_admin_together.py::test_one_writes_english_and_one_chinese",
        ),
        "deleted while it is edited": (
            "test_writing.py::test_a_text_deleted_meanwhile_is_not_brought_back_by_itself",
            "test_admin_together.py::test_a_text_deleted_meanwhile_comes_back_to_its_writer",
        ),
        "two devices of one writer": (
            "test_write_unsaved.py::test_a_save_leaves_what_another_device_has_kept_meanwhile",
            "test_write_unsaved.py::test_typing_does_not_write_over_what_another_device_has_kept",
        ),
        "double click": (
            "test_double_click.py::test_it_makes_one_row_on_the_site",
            "test_double_click.py::test_it_makes_one_row_in_curation",
            "test_double_click.py::test_every_form_of_curation_is_tried",
            "test_double_click.py::test_two_clicks_at_the_same_moment_make_one_row",
            "test_paper_add.py::test_a_double_click_makes_one_row",
            "test_suggestions.py::test_a_double_click_makes_one_paper",
        ),
        "many clients who save": ("torture writers", "test_writing.py::test_twenty_writers_lose_no_save"),
        "kill -9": "torture kills",
        "SIGTERM": "torture stopping",
        "reloads": "torture reloads",
        "saves by version": "test_writing.py::test_an_edit_over_an_older_version_is_refused_and_told_what_stands",
        "names that change while they are given": (
            "test_two_at_once.py::test_renaming_a_tag_and_giving_it_to_many",
            "test_two_at_once.py::test_merging_papers_while_their_tag_is_renamed",
        ),
    },
    "Databases": {
        "disk full": ("torture full", "test_outages.py::test_a_full_database_is_an_outage"),
        "locked for long": (
            "torture locks",
            "test_outages.py::test_reads_go_on_while_writes_are_told_to_wait",
            "test_connections.py::test_who_waits_for_a_lock_for_too_long_gets_503",
        ),
        "PostgreSQL restarted": (
            "torture restarts",
            "test_connections.py::test_a_connection_that_has_died_is_noticed_before_it_is_used",
        ),
        "a migration interrupted": "test_interrupted_migration.py::test_a_migration_that_was_interrupted_goes_on",
        "one of two servers killed": "torture balancer",
    },
    "Limits": {
        "numbers and NUL in every address": (
            "test_limits.py::test_odd_parameters_are_no_fault",
            "test_limits.py::test_odd_addresses_are_no_fault",
            "test_limits.py::test_odd_forms_are_no_fault",
            "test_browse_hostile.py::test_it_survives_every_value_in",
        ),
        "in curation": (
            "test_limits.py::test_odd_filters_of_curation_are_no_fault",
            "test_limits.py::test_odd_addresses_of_curation_are_no_fault",
            "test_limits.py::test_odd_forms_of_curation_are_no_fault",
            "test_limits.py::test_an_odd_completion_is_no_fault",
        ),
        "too many fields, files, bytes": (
            "test_limits.py::test_too_many_fields_are_refused",
            "test_limits.py::test_too_many_files_are_refused",
            "test_limits.py::test_too_many_bytes_are_refused",
        ),
    },
    "Accounts": {
        "failed sign-ins look the same": (
            "test_accounts.py::test_it_tells_nobody_whether_a_name_is_known",
            "test_throttling.py::test_deactivated_accounts_are_throttled_the_same_with_the_right_password",
        ),
        "twenty wrong passwords": "test_throttling.py::test_twenty_wrong_passwords_close_one_account_and_no_other",
        "a forged host": "test_password_reset.py::test_a_forged_host_is_refused_and_nothing_is_mailed",
        "a look-alike address": (
            "test_password_reset.py::test_nobody_gets_mail_at_an_address_that_only_looks_the_same"
        ),
        "a link works once": "test_password_reset.py::test_a_link_works_once",
        "sessions": (
            "test_accounts.py::test_it_starts_a_new_session",
            "test_accounts.py::test_it_changes_the_password_and_ends_the_other_sessions",
            "test_accounts.py::test_it_forgets_a_deactivated_member_at_once",
        ),
        "look-alike names": (
            "test_names.py::test_a_user_name_is_refused",
            "test_names.py::test_a_user_name_like_another_is_refused",
        ),
        "by invitation only": (
            "test_accepting.py::test_nobody_signs_up_without_one",
            "test_accepting.py::test_it_works_once",
            "test_accepting.py::test_it_does_not_work_when_it_is_too_old_or_taken_back",
        ),
        "a missing or short key": (
            "test_serve.py::test_it_refuses_and_names_the_line_to_add",
            "test_serve.py::test_the_application_itself_refuses_to_start_without_a_key",
        ),
    },
    "Privacy": {
        "my data": (
            "test_own_data.py::test_it_holds_all_that_is_mine",
            "test_own_data.py::test_it_holds_nothing_of_anybody_else",
        ),
        "my account": (
            "test_leaving.py::test_nothing_in_the_whole_database_names_them_any_more",
            "test_leaving.py::test_what_they_did_for_the_group_stays_and_is_a_former_members",
            "test_own_data.py::test_it_asks_for_the_password_and_then_all_is_gone",
        ),
        # there are no feeds yet, and so no tokens of theirs
    },
    "Headers": {
        "the policy": (
            "test_crawl.py::test_every_link_leads_where_the_table_says_and_every_answer_has_its_headers",
            "test_headers.py::test_every_answer_says_all_of_it",
            "test_headers.py::test_no_page_holds_a_script_or_style_of_its_own",
        ),
        "the others": (
            "test_headers.py::test_every_answer_says_all_of_it",
            "test_headers.py::test_it_says_the_same_to_visitors",
        ),
        "where TLS is on": "test_headers.py::test_it_is_strict_where_tls_is_on",
        "cookies": "test_headers.py::test_its_cookies_are_out_of_reach_of_scripts",
        "no shared cache": "test_headers.py::test_every_answer_says_all_of_it",
        "health": "test_health.py::test_it_says_no_more_than_that_the_database_is_away",
    },
    "Backup": {
        "while people write": (
            "torture backups",
            "test_backup.py::test_a_backup_is_one_file_that_only_its_owner_reads",
        ),
        "a truncated one": (
            "test_backup_archive.py::test_every_cut_is_noticed",
            "test_backup.py::test_what_is_no_whole_backup_changes_nothing",
        ),
        "of the last release": (
            "test_backup.py::test_a_backup_of_an_earlier_release_is_migrated",
            "test_backup.py::test_the_drill",
        ),
    },
}


def holders(line):
    return (line,) if isinstance(line, str) else line


LINES = [
    (paragraph, what, holder)
    for paragraph, lines in CATALOGUE.items()
    for what, held in lines.items()
    for holder in holders(held)
]


@cache
def names_in(name):
    """The tests that stand in a file, also in its classes, without running any of it."""
    tree = ast.parse((HERE / name).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def is_there(holder):
    kind, _space, trial = holder.partition(" ")
    if kind == "torture":
        return trial in TRIALS and (HERE / "torture" / f"{trial}.py").is_file()
    name, _colons, test = holder.partition("::")
    return test.startswith("test_") and (HERE / name).is_file() and test in names_in(name)


def test_every_paragraph_has_its_lines():
    assert tuple(CATALOGUE) == PARAGRAPHS
    assert all(CATALOGUE.values())
    assert all(holders(held) for lines in CATALOGUE.values() for held in lines.values())


@pytest.mark.parametrize(("paragraph", "what", "holder"), LINES, ids=[f"{what}: {holder}" for _, what, holder in LINES])
def test_what_holds_a_line_is_there(paragraph, what, holder):
    assert is_there(holder), f"{paragraph}, {what}: there is no {holder}"


@pytest.mark.parametrize(
    "holder", ["", "test_nothing.py::test_it", "test_xss.py::test_nothing", "test_xss.py::rendered", "torture nothing"]
)
def test_what_is_not_there_is_noticed(holder):
    assert not is_there(holder)
