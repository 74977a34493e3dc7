// Records of a CSV or TSV text (RFC 4180, with European separators), from memory or as the text arrives. Knows no columns.
#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// The separator a header line is written with: the one of `,` `;` tab `|` that stands most often in it outside
/// quotes; `,` where none does.
[[nodiscard]] char separator_of(std::string_view header_line);

/// Where a field stands in its file; both 1-based, columns in characters.
struct FieldPlace {
    int line;
    int column;
};

/// Appends some more text, or says that there is no more.
using MoreText = std::function<bool(std::string&)>;

/// Reads record by record, holding no more than one and what arrived with it. Fields may be quoted, with doubled quotes
/// and line breaks inside; lines end with \n, \r\n or \r; empty lines are passed over. The first line says how fields
/// are separated, as separator_of has it or, as some spreadsheets write, by a line `sep=;` before the header; where it
/// has no separator, lines are fields. Linear.
class CsvReader {
public:
    /// Bytes of the longest record that is read: a country's outline as WKT has room. Longer ones are left out.
    static constexpr std::size_t default_max_record = std::size_t{16} << 20;

    /// `text` outlives the reader.
    explicit CsvReader(std::string_view text);
    explicit CsvReader(MoreText more, std::size_t max_record = default_max_record);

    /// The next record's fields, or nothing at the end. The views hold until the next call.
    [[nodiscard]] bool next(std::vector<std::string_view>& fields);
    /// 1-based line on which the last record began.
    [[nodiscard]] int line() const noexcept { return record_line_; }
    /// Where the field at `index` of the last record begins, behind its quote.
    [[nodiscard]] FieldPlace place(std::size_t index) const;
    /// What was left out: "table-quote", a quote never closed (its line, where it opened; reading went on behind that line),
    /// and "table-record", a record longer than one may be. At most one for every `max_record` bytes, and one.
    [[nodiscard]] const std::vector<base::Problem>& problems() const noexcept { return problems_; }

private:
    enum class Scan { done, cut, open_quote };

    void begin();
    /// Fetches more text, keeping what begins at `keep`; moves positions along.
    bool fetch(std::size_t& keep);
    [[nodiscard]] Scan scan_record(std::vector<std::string_view>& fields);
    [[nodiscard]] std::string_view plain_field();
    [[nodiscard]] bool quoted_field(std::string_view& field);
    [[nodiscard]] std::string_view without_doubled_quotes(std::string_view inside);
    [[nodiscard]] bool at_line_end() const noexcept;
    void skip_line_end();
    void skip_line();
    bool find_record();
    void fetch_twice();
    void leave_out(Scan scan);

    MoreText more_;
    std::size_t max_record_;
    std::string fetched_; ///< what text_ looks at where the text arrives piece by piece
    std::string_view text_;
    bool begun_ = false;
    bool ended_ = false; ///< no text behind text_
    char separator_ = ',';
    std::size_t at_ = 0;
    int line_ = 1;
    int record_line_ = 0;
    std::size_t record_begin_ = 0;
    std::optional<std::size_t> open_quote_; ///< of the record, where one was not closed, and its line
    int quote_line_ = 0;
    std::vector<std::size_t> field_begins_;
    std::deque<std::string> unescaped_; ///< fields whose quotes had to be undone; a deque, since views into it must hold while it grows
    std::size_t unescaped_used_ = 0;
    std::vector<base::Problem> problems_;
};

} // namespace cityweave::ingest
