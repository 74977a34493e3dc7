#include "ingest/title_ranks.hpp"

#include "base/unicode.hpp"
#include "ingest/word_shape.hpp"

#include <algorithm>
#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace cityweave::ingest {

namespace {

constexpr std::size_t fewest_lists = 2;
constexpr std::size_t farthest = 40;          ///< blocks between a title and its list
constexpr std::size_t longest_title = 9;      ///< words of a name
constexpr std::size_t longest_name_above = 4; ///< words: a longer line right below a title is its subtitle
constexpr double sure_of_rank = 12;           ///< as in NameCandidate: of three lists or more
constexpr double likely_rank = 8;             ///< of two

/// How a heading is set off from what surrounds it.
struct Rank {
    int level = 0;
    bool bold = false;
    bool apart = false; ///< blank lines above
    Marker marker = Marker::none;
    int indent = 0; ///< of an entry of a list
    auto operator<=>(const Rank&) const = default;
};

struct Heading {
    std::size_t block;
    Rank rank;
    std::string name;
    bool doubtful = false; ///< only where no other heading of the rank stands there
};

class RankFinder {
public:
    RankFinder(const Page& page, const std::vector<BlockRange>& lists) : page_(page), blocks_(page.reading.blocks()), lists_(lists) {}

    std::map<std::size_t, Title> run() {
        if (lists_.size() < fewest_lists) return {};
        collect();
        drop_repeated();
        const auto rank = chosen();
        std::map<std::size_t, Title> titles;
        for (std::size_t l = 0; l < lists_.size() && rank; ++l)
            if (const auto* title = nearest(l, *rank))
                titles.try_emplace(lists_[l].first,
                                   Title{title->name, title->block, lists_.size() > fewest_lists ? sure_of_rank : likely_rank});
        return titles;
    }

private:
    /// What may be a title between one list and the next.
    void collect() {
        over_.resize(lists_.size());
        std::size_t from = 0;
        for (std::size_t l = 0; l < lists_.size(); ++l) {
            for (auto k = from; k < lists_[l].first; ++k)
                if (may_be_title(k))
                    if (auto name = page_.names.from_title(blocks_[k].text); !name.empty() && is_name(name, blocks_[k].text))
                        over_[l].push_back({k, rank_of(k), name, is_doubtful(k, name)});
            from = std::max(from, lists_[l].last);
        }
    }

    [[nodiscard]] Rank rank_of(std::size_t k) const {
        const auto& line = blocks_[k];
        const bool entry = line.marker != Marker::none;
        return {line.heading, line.is_bold(), !entry && (k == 0 || line.blanks_before > 0), line.marker, entry ? line.indent : 0};
    }

    [[nodiscard]] bool may_be_title(std::size_t k) const {
        const auto& line = blocks_[k];
        const bool stands_out = page_.names.is_heading(k) || begins_part(k) || is_question(k);
        if (!stands_out || page_.names.is_furniture_at(k) || line.text.ends_with(':') || line.text.find('@') != std::string::npos ||
            is_field(k))
            return false;
        return !page_.reading.lexicon().holds_any({Cue::search, Cue::contact, Cue::lead}, page_.reading.words(k)) &&
               anchors_of(page_.reading, line.text, {0, line.text.size()}).empty();
    }

    /// "Who repairs what?" on a line of its own.
    [[nodiscard]] bool is_question(std::size_t k) const {
        constexpr std::size_t longest = 8; // words
        return blocks_[k].text.ends_with('?') && blocks_[k].blanks_before > 0 && page_.reading.words(k).size() <= longest;
    }

    /// Begins or ends with a word of events or persons, or is a town's name: networks may be called so, other headings are it
    /// more often.
    [[nodiscard]] bool is_doubtful(std::size_t k, const std::string& name) const {
        const auto& lexicon = page_.reading.lexicon();
        const auto& words = page_.reading.words(k);
        if (lexicon.find(Cue::network, words)) return false;
        const auto begins = [&](Cue cue) { return lexicon.match(cue, words, 0) > 0 || lexicon.match(cue, words, words.size() - 1) > 0; };
        return begins(Cue::event) || begins(Cue::person) || page_.reading.is_town(name);
    }

    /// An entry with an indented body (layout D).
    [[nodiscard]] bool begins_part(std::size_t k) const {
        return blocks_[k].marker != Marker::none && k + 1 < blocks_.size() && blocks_[k + 1].indent > blocks_[k].indent;
    }

    /// "Lead partner: Genk (BE)".
    [[nodiscard]] bool is_role_label(std::size_t k) const {
        const auto words = words_of(std::string_view(blocks_[k].text).substr(0, blocks_[k].text.find(':')));
        return words.size() <= 4 && page_.reading.lexicon().holds_any({Cue::partner, Cue::lead, Cue::lead_role}, words);
    }

    /// "Budget: 2.1 million" beside other lines of that build.
    [[nodiscard]] bool is_field(std::size_t k) const {
        const auto has_colon = [&](std::size_t i) {
            return i < blocks_.size() && blocks_[i].text.find(": ") != std::string::npos && !is_role_label(i);
        };
        const bool above = k > 0 && blocks_[k].blanks_before == 0 && has_colon(k - 1);
        const bool below = k + 1 < blocks_.size() && blocks_[k + 1].blanks_before == 0 && has_colon(k + 1);
        return has_colon(k) && (above || below);
    }

    [[nodiscard]] bool is_name(const std::string& name, std::string_view title) const {
        const auto words = words_of(name);
        if (page_.reading.lexicon().find(Cue::network, words_of(title))) return words.size() <= longest_title;
        const bool begins = is_quote_after(name) || upper_at(name, 0) || (name[0] >= '0' && name[0] <= '9');
        return begins && words.size() <= longest_title && !page_.reading.country(name) &&
               !(page_.reading.lexicon().find(Cue::body, words) && page_.reading.holds_town(name));
    }

    /// A heading that comes again over another list heads a part of each: "Objectives".
    void drop_repeated() {
        std::map<std::string, std::set<std::size_t>> lists_with;
        for (std::size_t l = 0; l < over_.size(); ++l)
            for (const auto& heading : over_[l]) lists_with[base::slug(heading.name)].insert(l);
        for (auto& headings : over_) std::erase_if(headings, [&](const Heading& h) { return lists_with[base::slug(h.name)].size() > 1; });
    }

    [[nodiscard]] const Heading* nearest(std::size_t list, const Rank& rank) const {
        const auto& headings = over_[list];
        auto found = std::find_if(headings.rbegin(), headings.rend(), [&](const Heading& h) { return h.rank == rank && !h.doubtful; });
        if (found == headings.rend())
            found = std::find_if(headings.rbegin(), headings.rend(), [&](const Heading& h) { return h.rank == rank; });
        if (found == headings.rend() || lists_[list].first - found->block > farthest) return nullptr;
        const auto above = std::next(found);
        if (have_subtitles(rank) && above != headings.rend() && above->rank == rank && is_subtitle(*found, *above)) found = above;
        return &*found;
    }

    /// Whether over most lists two headings of the rank follow each other, the second of more words; over some, the first is a
    /// theme.
    [[nodiscard]] bool have_subtitles(const Rank& rank) const {
        const auto [known, is_new] = have_subtitles_.try_emplace(rank, false);
        if (!is_new) return known->second;
        const auto pairs = std::count_if(over_.begin(), over_.end(), [&](const std::vector<Heading>& headings) {
            return std::adjacent_find(headings.begin(), headings.end(), [&](const Heading& a, const Heading& b) {
                       return a.rank == rank && b.rank == rank && is_subtitle(b, a);
                   }) != headings.end();
        });
        return known->second = static_cast<std::size_t>(pairs) * 3 >= lists_.size() * 2;
    }

    /// The rank that stands over most lists; of several, the one nearest to them.
    [[nodiscard]] std::optional<Rank> chosen() const {
        std::map<Rank, std::size_t> covered;
        for (std::size_t l = 0; l < over_.size(); ++l) {
            std::set<Rank> ranks;
            for (const auto& heading : over_[l])
                if (nearest(l, heading.rank)) ranks.insert(heading.rank);
            for (const auto& rank : ranks) ++covered[rank];
        }
        std::optional<Rank> best;
        for (const auto& [rank, count] : covered)
            if (!best || count > covered.at(*best) || (count == covered.at(*best) && is_nearer(rank, *best))) best = rank;
        if (!best || covered.at(*best) < fewest_lists || covered.at(*best) * 3 < lists_.size() * 2) return std::nullopt;
        return best;
    }

    [[nodiscard]] bool is_nearer(const Rank& rank, const Rank& other) const {
        std::size_t nearer = 0;
        std::size_t both = 0;
        for (std::size_t l = 0; l < lists_.size(); ++l) {
            const auto* mine = nearest(l, rank);
            const auto* theirs = nearest(l, other);
            if (!mine || !theirs) continue;
            ++both;
            nearer += mine->block > theirs->block && !is_subtitle(*mine, *theirs) ? 1U : 0U;
        }
        return nearer * 2 > both;
    }

    static bool is_subtitle(const Heading& heading, const Heading& above) {
        return heading.block == above.block + 1 && words_of(heading.name).size() > longest_name_above;
    }

    const Page& page_;
    const std::vector<Line>& blocks_;
    const std::vector<BlockRange>& lists_;
    std::vector<std::vector<Heading>> over_;      ///< by list
    mutable std::map<Rank, bool> have_subtitles_; ///< asked once a rank
};

} // namespace

TitleRanks::TitleRanks(const Page& page, const std::vector<BlockRange>& lists) : titles_(RankFinder(page, lists).run()) {}

const Title* TitleRanks::over(std::size_t block) const {
    const auto found = titles_.find(block);
    return found == titles_.end() ? nullptr : &found->second;
}

} // namespace cityweave::ingest
