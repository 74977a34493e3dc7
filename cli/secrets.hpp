// Passwords that a user may have put into an address, kept out of what is said. Knows no kind of address.
#pragma once

#include <string>

namespace cityweave::cli {

/// The text without what may be a user name and password in an address: between `:/` or `://` and the last `@` of the line, and what
/// follows `password=` up to a blank or `&`. Rather too much than too little.
[[nodiscard]] std::string without_passwords(const std::string& text);

} // namespace cityweave::cli
