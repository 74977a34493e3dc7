// Rows as CSV (RFC 4180, UTF-8, \n). No columns of its own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cityweave::cli {

/// One line, newline included; a field with comma, quote or line break is quoted.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& fields);

/// Writes `text` to a file, whole or not at all, or to standard output for "-". Throws IoError.
void write_output(const std::string& path, std::string_view text);

} // namespace cityweave::cli
