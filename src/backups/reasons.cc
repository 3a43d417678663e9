#include "backups/reasons.h"

#include "base/result.h"

namespace garde::backups {

std::string_view name(OpeningReason reason) {
  switch (reason) {
    case OpeningReason::unreadable: return "unreadable";
    case OpeningReason::empty: return "empty";
    case OpeningReason::not_as_named: return "not_as_named";
    case OpeningReason::truncated: return "truncated";
    case OpeningReason::contents_damaged: return "contents_damaged";
    case OpeningReason::malformed: return "malformed";
    case OpeningReason::wrong_checksum: return "wrong_checksum";
    case OpeningReason::cannot_decompress: return "cannot_decompress";
    case OpeningReason::not_well_formed: return "not_well_formed";
    case OpeningReason::unclosed_quote: return "unclosed_quote";
    case OpeningReason::not_text: return "not_text";
    case OpeningReason::database_damaged: return "database_damaged";
    case OpeningReason::unknown_type: return "unknown_type";
    case OpeningReason::locked: return "locked";
    case OpeningReason::form_not_read: return "form_not_read";
    case OpeningReason::too_large: return "too_large";
    case OpeningReason::no_memory: return "no_memory";
  }
  fail_check("an OpeningReason outside its enum", __FILE__, __LINE__);
}

std::string_view name(LoadingReason reason) {
  switch (reason) {
    case LoadingReason::truncated: return "truncated";
    case LoadingReason::unreadable: return "unreadable";
    case LoadingReason::refused: return "refused";
    case LoadingReason::not_converted: return "not_converted";
    case LoadingReason::does_not_start: return "does_not_start";
    case LoadingReason::makes_no_database: return "makes_no_database";
    case LoadingReason::ended: return "ended";
    case LoadingReason::lacks: return "lacks";
    case LoadingReason::takes_too_long: return "takes_too_long";
    case LoadingReason::disk_full: return "disk_full";
    case LoadingReason::stopped: return "stopped";
    case LoadingReason::newer_version: return "newer_version";
    case LoadingReason::compressed_twice: return "compressed_twice";
    case LoadingReason::in_several_files: return "in_several_files";
    case LoadingReason::decompression: return "decompression";
    case LoadingReason::rows_without_tables: return "rows_without_tables";
    case LoadingReason::client_command: return "client_command";
    case LoadingReason::statement_too_long: return "statement_too_long";
    case LoadingReason::client_failed: return "client_failed";
  }
  fail_check("a LoadingReason outside its enum", __FILE__, __LINE__);
}

}  // namespace garde::backups
