// Rows as CSV (RFC 4180, UTF-8, \n), and where they go. No columns of its own.
#pragma once

#include "base/whole_file.hpp"

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::cli {

/// One line, newline included; a field with comma, quote or line break is quoted.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& fields);
/// The same, behind `text`.
void append_csv_line(std::string& text, std::initializer_list<std::string_view> fields);

/// Writes `text` to a file, whole or not at all, or to standard output for "-". Throws IoError.
void write_output(const std::string& path, std::string_view text);

/// A CSV table written as its rows come, to a file that appears whole or not at all, or to standard output for "-". Throws
/// IoError.
class CsvOutput {
public:
    CsvOutput(const std::string& path, std::initializer_list<std::string_view> header);
    void row(std::initializer_list<std::string_view> fields);
    /// Without it a file does not appear.
    void finish();

private:
    void write_out();
    std::optional<base::WholeFile> file_; ///< none: standard output
    std::string text_;                    ///< not yet written
};

} // namespace cityweave::cli
