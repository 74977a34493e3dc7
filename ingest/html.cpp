#include "ingest/html.hpp"

#include "base/unicode.hpp"
#include "ingest/html_lines.hpp"
#include "ingest/text_lines.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <gumbo.h>
#include <memory>
#include <optional>
#include <unordered_map>

namespace cityweave::ingest {

namespace {

using namespace std::string_view_literals;

constexpr int max_depth = 2000; ///< of the walk; the estimate below keeps trees shallower
constexpr long max_open_tags = 300;
constexpr std::size_t max_tag_bytes = 1 << 16;
constexpr unsigned max_span = 200; ///< of a table cell over rows or columns
constexpr std::size_t max_cell_bytes = 4000;

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// Tags that never nest deeper by being left open.
bool closes_itself(std::string_view tag) {
    constexpr std::array names = {"p"sv,    "br"sv, "li"sv, "td"sv,     "th"sv,     "tr"sv,  "img"sv, "hr"sv,   "input"sv, "meta"sv,
                                  "link"sv, "dt"sv, "dd"sv, "option"sv, "source"sv, "wbr"sv, "col"sv, "area"sv, "tbody"sv, "thead"sv};
    return std::find(names.begin(), names.end(), tag) != names.end();
}

/// Whether a parse tree of this page stays shallow and its tags short: trees deeper than people write, and tags with
/// thousands of attributes, cost the parser quadratic time.
bool is_parseable(std::string_view text) {
    std::unordered_map<std::string, long> open;
    long depth = 0;
    for (std::size_t at = text.find('<'); at != std::string_view::npos; at = text.find('<', at + 1)) {
        std::size_t i = at + 1;
        const bool closing = i < text.size() && text[i] == '/';
        if (closing) ++i;
        std::string name;
        while (i < text.size() && name.size() < 24 && ((text[i] | 0x20) >= 'a' && (text[i] | 0x20) <= 'z')) name += lower(text[i++]);
        if (name.empty()) continue;
        const auto end = text.substr(at, max_tag_bytes + 1).find('>');
        if (end == std::string_view::npos && text.size() - at > max_tag_bytes) return false;
        if (closes_itself(name)) continue;
        if (open.size() > 500) return false;
        auto& count = open[name];
        if (!closing && ++depth > 0) ++count;
        if (closing && count > 0) --count, --depth;
        if (depth > max_open_tags) return false;
    }
    return true;
}

std::string_view attribute(const GumboElement& element, const char* name) {
    const auto* found = gumbo_get_attribute(&element.attributes, name);
    return found ? std::string_view(found->value) : std::string_view{};
}

bool has_word(std::string_view list, std::initializer_list<std::string_view> words) {
    for (std::size_t i = 0; i < list.size();) {
        const auto end = std::min(list.find(' ', i), list.size());
        if (std::find(words.begin(), words.end(), list.substr(i, end - i)) != words.end()) return true;
        i = end + 1;
    }
    return false;
}

/// "display:none" in any case and with any blanks.
bool is_not_displayed(std::string_view style) {
    std::string bare;
    for (const char c : style)
        if (c != ' ' && c != '\t' && c != '\n') bare += lower(c);
    return bare.find("display:none") != std::string::npos;
}

/// Navigation, scripts and what is not shown.
bool is_content(const GumboElement& element) {
    switch (element.tag) {
    case GUMBO_TAG_SCRIPT:
    case GUMBO_TAG_STYLE:
    case GUMBO_TAG_TEMPLATE:
    case GUMBO_TAG_NAV:
    case GUMBO_TAG_HEAD:
    case GUMBO_TAG_SVG:
    case GUMBO_TAG_IFRAME:
    case GUMBO_TAG_SELECT:
    case GUMBO_TAG_BUTTON:
    case GUMBO_TAG_TEXTAREA:
    case GUMBO_TAG_FOOTER:
    case GUMBO_TAG_NOSCRIPT: return false;
    default: break;
    }
    if (gumbo_get_attribute(&element.attributes, "hidden")) return false;
    if (is_not_displayed(attribute(element, "style"))) return false;
    if (has_word(attribute(element, "role"), {"navigation", "menu", "menubar", "search", "banner", "contentinfo"})) return false;
    return !has_word(attribute(element, "class"),
                     {"nav", "navbar", "menu", "breadcrumb", "breadcrumbs", "footer", "cookie-banner", "sidebar-menu"});
}

bool is_block(GumboTag tag) {
    constexpr std::array inline_tags = {
        GUMBO_TAG_A,     GUMBO_TAG_B,     GUMBO_TAG_STRONG, GUMBO_TAG_I,    GUMBO_TAG_EM,     GUMBO_TAG_SPAN,   GUMBO_TAG_U,
        GUMBO_TAG_S,     GUMBO_TAG_SMALL, GUMBO_TAG_SUB,    GUMBO_TAG_SUP,  GUMBO_TAG_FONT,   GUMBO_TAG_ABBR,   GUMBO_TAG_ACRONYM,
        GUMBO_TAG_CITE,  GUMBO_TAG_CODE,  GUMBO_TAG_MARK,   GUMBO_TAG_Q,    GUMBO_TAG_TIME,   GUMBO_TAG_IMG,    GUMBO_TAG_WBR,
        GUMBO_TAG_LABEL, GUMBO_TAG_BDI,   GUMBO_TAG_BDO,    GUMBO_TAG_DFN,  GUMBO_TAG_VAR,    GUMBO_TAG_BIG,    GUMBO_TAG_TT,
        GUMBO_TAG_INS,   GUMBO_TAG_DEL,   GUMBO_TAG_KBD,    GUMBO_TAG_SAMP, GUMBO_TAG_STRIKE, GUMBO_TAG_UNKNOWN};
    return std::find(inline_tags.begin(), inline_tags.end(), tag) == inline_tags.end();
}

bool ends_paragraph(GumboTag tag) {
    constexpr std::array tags = {GUMBO_TAG_P,       GUMBO_TAG_H1, GUMBO_TAG_H2, GUMBO_TAG_H3,    GUMBO_TAG_H4,         GUMBO_TAG_H5,
                                 GUMBO_TAG_H6,      GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_TABLE, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_SECTION,
                                 GUMBO_TAG_ARTICLE, GUMBO_TAG_DL, GUMBO_TAG_HR, GUMBO_TAG_FIGURE};
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

int heading_level(GumboTag tag) {
    if (tag == GUMBO_TAG_SUMMARY) return 3; // heads the rest of its <details>
    return tag >= GUMBO_TAG_H1 && tag <= GUMBO_TAG_H6 ? static_cast<int>(tag) - static_cast<int>(GUMBO_TAG_H1) + 1 : 0;
}

std::vector<const GumboNode*> children_of(const GumboNode& node) {
    const auto& children = node.v.element.children;
    std::vector<const GumboNode*> nodes;
    for (unsigned i = 0; i < children.length; ++i) nodes.push_back(static_cast<const GumboNode*>(children.data[i]));
    return nodes;
}

bool is_element(const GumboNode& node) {
    return node.type == GUMBO_NODE_ELEMENT || node.type == GUMBO_NODE_TEMPLATE;
}

bool is_list(const GumboNode& node) {
    return is_element(node) && (node.v.element.tag == GUMBO_TAG_UL || node.v.element.tag == GUMBO_TAG_OL);
}

/// An item over a list whose own items have lists: the outline of a page, told by nothing but lists.
bool holds_list_of_lists(const GumboNode& item) {
    for (const auto* list : children_of(item)) {
        if (!is_list(*list)) continue;
        for (const auto* inner : children_of(*list)) {
            if (!is_element(*inner)) continue;
            const auto below = children_of(*inner);
            if (std::any_of(below.begin(), below.end(), [](const GumboNode* n) { return is_list(*n); })) return true;
        }
    }
    return false;
}

/// "Project <b>Quiet Streets</b>" before the list of an item.
bool ends_in_bold(const GumboNode& item) {
    bool bold = false;
    for (const auto* child : children_of(item)) {
        if (child->type == GUMBO_NODE_WHITESPACE) continue;
        if (is_list(*child)) break;
        if (child->type == GUMBO_NODE_TEXT) {
            const std::string_view text = child->v.text.text;
            if (text.find_first_not_of(" \t\r\n") != std::string_view::npos) bold = false;
        } else if (is_element(*child)) {
            const auto tag = child->v.element.tag;
            bold = tag == GUMBO_TAG_B || tag == GUMBO_TAG_STRONG || (tag == GUMBO_TAG_P && ends_in_bold(*child));
        }
    }
    return bold;
}

/// Walks the tree in document order into a builder.
class Walker {
public:
    explicit Walker(std::vector<Line>& lines) : builder_(lines) {}

    void walk(const GumboNode& node, int depth) {
        if (depth > max_depth || builder_.size() >= max_page_lines) return;
        if (node.type == GUMBO_NODE_TEXT || node.type == GUMBO_NODE_WHITESPACE || node.type == GUMBO_NODE_CDATA)
            builder_.text(node.v.text.text, static_cast<int>(node.v.text.start_pos.line));
        else if (is_element(node) && node.v.element.tag == GUMBO_TAG_IMG)
            flag(node.v.element);
        else if (is_element(node) && opens_part(node.v.element))
            part_button(node, depth);
        else if (is_element(node) && (is_content(node.v.element) || is_heading_button(node.v.element)))
            element(node, depth);
    }
    void finish() { builder_.flush(true); }

private:
    /// The button by which a heading opens its section is the heading's text; other buttons do things.
    [[nodiscard]] bool is_heading_button(const GumboElement& element) const {
        return element.tag == GUMBO_TAG_BUTTON && builder_.heading > 0;
    }

    /// The picture of a flag says its country: what is told in its place counts as text (HTML, 4.8.3, "alt").
    void flag(const GumboElement& element) {
        constexpr std::size_t longest = 40; // bytes
        const auto source = attribute(element, "src");
        const auto text = attribute(element, "alt");
        const auto file = source.substr(source.rfind('/') + 1);
        const bool code = file.find('.') == 2; // "fi.svg"
        const bool named =
            source.find("flag") != std::string_view::npos || attribute(element, "class").find("flag") != std::string_view::npos;
        if (text.empty() || text.size() > longest || !(code || named)) return;
        const auto begin = builder_.position();
        builder_.text(text, static_cast<int>(element.start_pos.line));
        builder_.set_off(begin);
    }

    /// A button that shows and hides what follows it heads that part ("accordion"); WAI-ARIA 1.2 aria-expanded, aria-controls.
    [[nodiscard]] bool opens_part(const GumboElement& element) const {
        if (element.tag != GUMBO_TAG_BUTTON || builder_.heading > 0) return false;
        const auto style = attribute(element, "class");
        return gumbo_get_attribute(&element.attributes, "aria-expanded") || gumbo_get_attribute(&element.attributes, "aria-controls") ||
               style.find("accordion") != std::string_view::npos || style.find("collaps") != std::string_view::npos;
    }

    /// All of them have one rank: that below the heading which the first stands under.
    void part_button(const GumboNode& node, int depth) {
        builder_.flush(true);
        if (button_level_ == 0) button_level_ = std::min(last_level_ + 1, 6);
        builder_.heading = button_level_;
        children(node, depth);
        builder_.flush(true);
        builder_.heading = 0;
    }

    /// The plus sign or arrow on such a button.
    [[nodiscard]] bool is_decoration(const GumboElement& element) const {
        return builder_.heading > 0 && attribute(element, "aria-hidden") == "true";
    }

    void element(const GumboNode& node, int depth) {
        const auto tag = node.v.element.tag;
        if (tag == GUMBO_TAG_BR) return builder_.flush(false);
        if (tag == GUMBO_TAG_TABLE && table(node, depth)) return;
        if (!is_block(tag) || tag == GUMBO_TAG_BUTTON) return inline_element(node, depth);
        // A description stands on the line of its term, as a value behind its label.
        const bool value = tag == GUMBO_TAG_DD && after_ != After::other;
        if (value && after_ == After::description) builder_.glue("; ");
        after_ = After::other;
        if (!value) builder_.flush(ends_paragraph(tag));
        const int level = heading_level(tag);
        if (level > 0) builder_.heading = last_level_ = level;
        if (tag == GUMBO_TAG_DT) builder_.start_bold();
        if (tag == GUMBO_TAG_UL || tag == GUMBO_TAG_OL)
            list(node, depth);
        else
            children(node, depth);
        if (tag == GUMBO_TAG_DT) {
            builder_.end_bold();
            builder_.glue(": ");
            after_ = After::term;
            return;
        }
        if (tag == GUMBO_TAG_DD) {
            after_ = After::description;
            return;
        }
        builder_.flush(ends_paragraph(tag));
        if (level > 0) builder_.heading = 0;
    }

    void inline_element(const GumboNode& node, int depth) {
        if (is_decoration(node.v.element)) return;
        const auto begin = builder_.position();
        const bool bold = node.v.element.tag == GUMBO_TAG_B || node.v.element.tag == GUMBO_TAG_STRONG;
        if (bold) builder_.start_bold();
        children(node, depth);
        if (bold) builder_.end_bold();
        builder_.set_off(begin);
    }

    void children(const GumboNode& node, int depth) {
        for (const auto* child : children_of(node)) walk(*child, depth + 1);
    }

    void list(const GumboNode& node, int depth) {
        const auto marker = node.v.element.tag == GUMBO_TAG_OL ? Marker::number : Marker::bullet;
        builder_.heading = 0; // of the item around it
        builder_.indent += 4;
        for (const auto* child : children_of(node)) {
            builder_.flush(false);
            const bool item = is_element(*child) && child->v.element.tag == GUMBO_TAG_LI;
            if (item) builder_.marker = marker;
            if (item && holds_list_of_lists(*child) && ends_in_bold(*child)) builder_.heading = std::min(2 + builder_.indent / 4, 6);
            walk(*child, depth + 1);
            builder_.flush(false);
            builder_.heading = 0;
            builder_.marker = Marker::none;
        }
        builder_.indent -= 4;
    }

    /// A table of data becomes one line a row; one that only lays out a page is read as blocks (false).
    bool table(const GumboNode& node, int depth);

    LineBuilder builder_;
    int last_level_ = 1;   ///< of the heading above
    int button_level_ = 0; ///< of buttons that open parts
    enum class After { other, term, description } after_ = After::other;
};

struct Cell {
    Line line; ///< its lines joined by "; "
    bool header = false;
    unsigned rows = 1;
    unsigned columns = 1;
};

unsigned span_of(const GumboElement& element, const char* name) {
    const int span = std::atoi(std::string(attribute(element, name)).c_str());
    return static_cast<unsigned>(std::clamp(span, 1, static_cast<int>(max_span)));
}

void append_line(Line& to, const Line& from, std::string_view glue) {
    if (to.text.empty()) {
        to.number = from.number;
    } else {
        to.text += glue;
        to.more_starts.push_back({to.text.size(), from.number});
    }
    const auto offset = to.text.size();
    for (const auto& start : from.more_starts) to.more_starts.push_back({start.offset + offset, start.number});
    for (const auto& bold : from.bold) to.bold.push_back({bold.begin + offset, bold.end + offset});
    to.text += from.text;
}

/// Rows of cells below a table, not those of tables inside it. False where a cell holds what no cell of data does.
class TableReader {
public:
    bool read(const GumboNode& node, int depth) {
        for (const auto* child : children_of(node)) {
            if (!is_element(*child)) continue;
            const auto tag = child->v.element.tag;
            const bool section = tag == GUMBO_TAG_TBODY || tag == GUMBO_TAG_THEAD || tag == GUMBO_TAG_TFOOT;
            if (section && !read(*child, depth)) return false;
            if (tag == GUMBO_TAG_TR && !row(*child, depth)) return false;
        }
        return true;
    }
    std::vector<Line> lines() && { return std::move(lines_); }

private:
    bool row(const GumboNode& node, int depth) {
        std::vector<Cell> cells;
        for (const auto* child : children_of(node)) {
            if (!is_element(*child)) continue;
            auto cell = read_cell(*child, depth);
            if (!cell) return false;
            cells.push_back(std::move(*cell));
        }
        lay(std::move(cells));
        return lines_.size() < max_page_lines;
    }

    static std::optional<Cell> read_cell(const GumboNode& node, int depth) {
        std::vector<Line> lines;
        Walker walker(lines);
        for (const auto* child : children_of(node)) walker.walk(*child, depth + 1);
        walker.finish();
        Cell cell{.header = node.v.element.tag == GUMBO_TAG_TH,
                  .rows = span_of(node.v.element, "rowspan"),
                  .columns = span_of(node.v.element, "colspan")};
        for (const auto& line : lines) {
            if (!line.cells.empty() || line.heading > 0 || cell.line.text.size() > max_cell_bytes) return std::nullopt;
            const bool closed = !cell.line.text.empty() && std::strchr(",;:", cell.line.text.back()) != nullptr;
            append_line(cell.line, line, closed ? " " : "; ");
        }
        return cell;
    }

    /// Cells that reach down from rows above are repeated in this one.
    void lay(std::vector<Cell> cells) {
        Line line;
        bool header = !cells.empty();
        std::size_t column = 0;
        const auto put = [&](const Cell& cell) {
            const auto begin = line.text.empty() && column == 0 ? 0 : line.text.size() + 3;
            if (column > 0) line.text += " | ";
            Line piece;
            append_line(piece, cell.line, "");
            if (line.number == 0) line.number = cell.line.number;
            const auto offset = line.text.size();
            if (cell.line.number != 0 && !piece.text.empty()) line.more_starts.push_back({offset, cell.line.number});
            for (const auto& start : cell.line.more_starts) line.more_starts.push_back({start.offset + offset, start.number});
            for (const auto& bold : cell.line.bold) line.bold.push_back({bold.begin + offset, bold.end + offset});
            line.text += cell.line.text;
            line.cells.push_back({column == 0 ? 0 : begin, line.text.size()});
            ++column;
        };
        const auto inherited = [&] {
            while (column < hanging_.size() && hanging_[column].rows > 0) {
                --hanging_[column].rows;
                put(hanging_[column]);
            }
        };
        for (auto& cell : cells) {
            inherited();
            header = header && cell.header;
            const auto first = column;
            put(cell);
            if (cell.rows > 1) {
                if (hanging_.size() <= first) hanging_.resize(first + 1, Cell{.rows = 0});
                --cell.rows;
                hanging_[first] = std::move(cell);
            }
        }
        inherited();
        line.header_row = header && line.cells.size() > 1;
        if (line.cells.size() == 1) line.cells.clear();
        if (line.text.find_first_not_of(" |") != std::string::npos) lines_.push_back(std::move(line));
    }

    std::vector<Line> lines_;
    std::vector<Cell> hanging_; ///< per column, with the rows still to fill
};

/// Whether a table or heading stands somewhere below: then it lays out the page. Checked first, since trying to read
/// every table of a nest and walking it again would double the work at each level.
bool holds_blocks(const GumboNode& node) {
    for (const auto* child : children_of(node)) {
        if (!is_element(*child)) continue;
        const auto tag = child->v.element.tag;
        if (tag == GUMBO_TAG_TABLE || heading_level(tag) > 0 || holds_blocks(*child)) return true;
    }
    return false;
}

bool Walker::table(const GumboNode& node, int depth) {
    if (holds_blocks(node)) return false;
    TableReader reader;
    if (!reader.read(node, depth)) return false;
    builder_.flush(true);
    for (const auto* child : children_of(node))
        if (is_element(*child) && child->v.element.tag == GUMBO_TAG_CAPTION) walk(*child, depth + 1);
    for (auto& line : std::move(reader).lines()) builder_.row(std::move(line));
    builder_.flush(true);
    return true;
}

/// The text of `<title>`.
std::string title_of(const GumboNode& root) {
    for (const auto* head : children_of(root)) {
        if (!is_element(*head) || head->v.element.tag != GUMBO_TAG_HEAD) continue;
        for (const auto* child : children_of(*head))
            if (is_element(*child) && child->v.element.tag == GUMBO_TAG_TITLE && child->v.element.children.length > 0)
                return base::tidy_blanks(children_of(*child).front()->v.text.text);
    }
    return {};
}

/// Every tag a line end: for pages whose tree would be too deep.
std::string without_tags(std::string_view text) {
    std::string bare;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto next = i + 1 < text.size() ? text[i + 1] : ' ';
        if (text[i] != '<' || !(next == '/' || next == '!' || ((next | 0x20) >= 'a' && (next | 0x20) <= 'z'))) {
            bare += text[i];
            continue;
        }
        const auto end = text.find('>', i);
        if (end == std::string_view::npos) break;
        i = end;
        bare += '\n';
    }
    return bare;
}

} // namespace

bool looks_like_html(std::string_view text, std::string_view source_name) {
    std::string head(
        text.substr(text.find_first_not_of(" \t\r\n") == std::string_view::npos ? 0 : text.find_first_not_of(" \t\r\n"), 1 << 16));
    std::transform(head.begin(), head.end(), head.begin(), lower);
    if (head.starts_with("<!doctype") || head.starts_with("<html") || head.starts_with("<?xml") || head.starts_with("<!--")) return true;
    const auto has = [&](std::string_view tag) { return head.find(tag) != std::string::npos; };
    const bool named = source_name.ends_with(".html") || source_name.ends_with(".htm") || source_name.ends_with(".xhtml");
    if (named && has("</")) return true;
    constexpr std::array blocks = {"</p>"sv, "</li>"sv, "</div>"sv, "</table>"sv, "</h1>"sv, "</h2>"sv, "</h3>"sv, "</ul>"sv, "</body>"sv};
    return std::any_of(blocks.begin(), blocks.end(), has);
}

bool append_html_lines(std::string_view text, Document& document) {
    if (!is_parseable(text)) return append_text_lines(without_tags(text), document.lines);
    GumboOptions options = kGumboDefaultOptions;
    options.max_errors = 0;
    const auto destroy = [&options](GumboOutput* output) { gumbo_destroy_output(&options, output); };
    const std::unique_ptr<GumboOutput, decltype(destroy)> output(gumbo_parse_with_options(&options, text.data(), text.size()), destroy);
    document.title = title_of(*output->root);
    Walker walker(document.lines);
    walker.walk(*output->root, 0);
    walker.finish();
    return document.lines.size() < max_page_lines;
}

} // namespace cityweave::ingest
