// Records of a CSV or TSV text (RFC 4180, with European separators). Knows no columns.
#pragma once

#include "base/result.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// The separator a header line is written with: the one of `,` `;` tab `|` that stands most often in it outside
/// quotes; `,` where none does.
[[nodiscard]] char separator_of(std::string_view header_line);

/// Reads record by record, holding one at a time. Fields may be quoted, with doubled quotes and line breaks inside;
/// lines end with \n, \r\n or \r; empty lines are passed over. Linear.
class CsvReader {
public:
    /// `text` outlives the reader.
    CsvReader(std::string_view text, char separator) : text_(text), separator_(separator) {}

    /// The next record's fields, or nothing at the end. The views hold until the next call.
    [[nodiscard]] bool next(std::vector<std::string_view>& fields);
    /// 1-based line on which the last record began.
    [[nodiscard]] int line() const noexcept { return record_line_; }
    /// Set at the end if a quote was never closed: "table-quote", with the line where it opened.
    [[nodiscard]] const std::optional<base::Problem>& problem() const noexcept { return problem_; }

private:
    [[nodiscard]] std::string_view plain_field();
    [[nodiscard]] std::string_view quoted_field();
    [[nodiscard]] bool at_line_end() const noexcept;
    void skip_line_end();
    void skip_empty_lines();

    std::string_view text_;
    char separator_;
    std::size_t at_ = 0;
    int line_ = 1;
    int record_line_ = 0;
    std::deque<std::string> unescaped_; ///< fields whose quotes had to be undone; a deque, since views into it must hold while it grows
    std::size_t unescaped_used_ = 0;
    std::optional<base::Problem> problem_;
};

} // namespace cityweave::ingest
