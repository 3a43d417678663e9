// One function per command, each in a file of its name; commands.cc holds the table.
#pragma once

#include "cli/command.h"

namespace garde::cli {

ExitStatus run_accounts_audit(const Context& context, const Arguments& arguments);
ExitStatus run_assess(const Context& context, const Arguments& arguments);
ExitStatus run_backup_add(const Context& context, const Arguments& arguments);
ExitStatus run_backup_check(const Context& context, const Arguments& arguments);
ExitStatus run_contacts_add(const Context& context, const Arguments& arguments);
ExitStatus run_contacts_list(const Context& context, const Arguments& arguments);
ExitStatus run_contacts_share(const Context& context, const Arguments& arguments);
ExitStatus run_contacts_sheet(const Context& context, const Arguments& arguments);
ExitStatus run_breached_build(const Context& context, const Arguments& arguments);
ExitStatus run_breached_check(const Context& context, const Arguments& arguments);
ExitStatus run_backup_drill(const Context& context, const Arguments& arguments);
ExitStatus run_backup_history(const Context& context, const Arguments& arguments);
ExitStatus run_backup_list(const Context& context, const Arguments& arguments);
ExitStatus run_backup_alarms(const Context& context, const Arguments& arguments);
ExitStatus run_backup_close_alarm(const Context& context, const Arguments& arguments);
ExitStatus run_backup_run_due(const Context& context, const Arguments& arguments);
ExitStatus run_content_check(const Context& context, const Arguments& arguments);
ExitStatus run_help(const Context& context, const Arguments& arguments);
ExitStatus run_incident_aware(const Context& context, const Arguments& arguments);
ExitStatus run_incident_close(const Context& context, const Arguments& arguments);
ExitStatus run_incident_collect(const Context& context, const Arguments& arguments);
ExitStatus run_incident_declare(const Context& context, const Arguments& arguments);
ExitStatus run_incident_export(const Context& context, const Arguments& arguments);
ExitStatus run_incident_gate(const Context& context, const Arguments& arguments);
ExitStatus run_incident_moment(const Context& context, const Arguments& arguments);
ExitStatus run_incident_note(const Context& context, const Arguments& arguments);
ExitStatus run_incident_open(const Context& context, const Arguments& arguments);
ExitStatus run_incident_set(const Context& context, const Arguments& arguments);
ExitStatus run_incident_status(const Context& context, const Arguments& arguments);
ExitStatus run_incident_timestamp(const Context& context, const Arguments& arguments);
ExitStatus run_journal_verify(const Context& context, const Arguments& arguments);
ExitStatus run_password_forget(const Context& context, const Arguments& arguments);
ExitStatus run_questionnaire(const Context& context, const Arguments& arguments);
ExitStatus run_serve(const Context& context, const Arguments& arguments);
ExitStatus run_status(const Context& context, const Arguments& arguments);
ExitStatus run_version(const Context& context, const Arguments& arguments);

}  // namespace garde::cli
