// Addresses of databases as users give them, and what of them may be shown: a password never. Knows no library.
#pragma once

#include <string>
#include <string_view>

namespace cityweave::atlas {

/// `postgresql://…` or `postgres://…`.
[[nodiscard]] bool is_database_address(std::string_view address);

/// Scheme, host, port and database of such an address, for messages: without user name, password and parameters. Of one
/// in which a password may hide elsewhere (see require_readable) the scheme alone.
[[nodiscard]] std::string shown_address(std::string_view address);

/// Throws ConfigError, which shows no more than shown_address, for an address in which the characters of a user name or
/// password would be taken for a host, port or database: `@`, `/` or `:` that are not written %40, %2F or %3A. Libraries
/// repeat such parts in their messages.
void require_readable(std::string_view address);

} // namespace cityweave::atlas
