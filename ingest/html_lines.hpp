// The lines of an HTML page while its tree is walked: blanks evened out, bold, headings and list markers remembered. Knows
// no tags.
#pragma once

#include "ingest/document.hpp"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace cityweave::ingest {

/// Collects text into lines. Linear.
class LineBuilder {
public:
    /// `lines` outlives the builder.
    explicit LineBuilder(std::vector<Line>& lines) : lines_(lines) {}

    /// Text that begins on source line `number`.
    void text(std::string_view text, int number);
    /// Ends the line; `gap` says that a paragraph ends with it.
    void flush(bool gap);
    void start_bold();
    void end_bold();
    /// Where more text would go: for set_off().
    struct Position {
        std::size_t line; ///< lines ended so far
        std::size_t byte;
    };
    [[nodiscard]] Position position() const;
    /// What was written since `begin` stands in a mark-up of its own; of nested ones the innermost is remembered.
    void set_off(Position begin);
    /// Puts a sign behind the line so far, on which more is to follow.
    void glue(std::string_view sign);
    void row(Line line);
    [[nodiscard]] std::size_t size() const { return lines_.size(); }

    int indent = 0;
    int heading = 0;
    Marker marker = Marker::none;

private:
    void put(char c, int number);
    void end_bold_run();

    std::vector<Line>& lines_;
    Line line_;
    std::optional<std::size_t> bold_from_;
    int bold_depth_ = 0;
    int blanks_ = 0;
    int last_number_ = 0;
    bool pending_blank_ = false;
};

} // namespace cityweave::ingest
